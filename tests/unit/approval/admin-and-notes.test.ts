import { approve, begun, holdersOf, lettersOf, node, variantOf } from '../../support/approval.ts';
import { actor } from '../../support/organisation.ts';

const admin = actor('ada', 'admin');
const variant = variantOf([
  node('manager', { approvers: [{ managerOfStarter: 1 }] }),
  node('money', { approvers: [{ role: 'finance' }], cc: [{ role: 'legal' }] }),
  node('last', { approvers: [{ person: 'rex' }] }),
]);
const force = (action: 'pass' | 'jump' | 'terminate', node_?: string) =>
  ({ type: 'override', action, reason: 'Agreed by telephone', ...(node_ ? { node: node_ } : {}) }) as const;
const nodes = ({ state }: ReturnType<typeof begun>) => state.nodes.map(({ status }) => status);

describe('override', () => {
  test('lets the current node pass and tells whoever it concerns, on a record of its own', () => {
    const scene = begun(variant).does(admin, force('pass'));

    expect(nodes(scene)).toEqual(['PASSED', 'CURRENT', 'COMING']);
    expect(lettersOf(scene)).toEqual(['approval.withdrawn mia', 'approval.overridden sam', 'approval.requested fay']);
    expect(scene.events[0]).toMatchObject({
      type: 'Overridden',
      action: 'pass',
      by: 'ada',
      reason: 'Agreed by telephone',
    });
    expect(scene.refuses('mia', approve('t1')).code).toBe('ILLEGAL_NOW');
  });

  test('goes on at a later node, or back to an earlier one', () => {
    const later = begun(variant).does(admin, force('jump', 'last'));
    expect(nodes(later)).toEqual(['SKIPPED', 'SKIPPED', 'CURRENT']);

    const back = begun(variant)
      .does('mia', approve('t1'))
      .does('fay', approve('t2'))
      .does(admin, force('jump', 'manager'));
    expect(nodes(back)).toEqual(['CURRENT', 'COMING', 'COMING']);
    expect(holdersOf(back)).toEqual(['mia']);
    expect(back.state.tasks.slice(0, 3).map(({ status }) => status)).toEqual(['VOID', 'VOID', 'VOID']);
  });

  test('ends it, also while the starter revises', () => {
    const ended = begun(variant, { origin: 'o1' }).does(admin, force('terminate'));
    expect(ended.state).toMatchObject({
      status: 'TERMINATED',
      ending: { outcome: 'terminated', comment: 'Agreed by telephone' },
    });
    expect(ended.effects).toContainEqual(
      expect.objectContaining({ type: 'tell', command: expect.objectContaining({ outcome: 'terminated' }) }),
    );

    const sentBack = begun(variant).does('mia', {
      type: 'sendBack',
      taskId: 't1',
      to: 'starter',
      resubmission: 'REPLAY',
      comment: 'No',
    });
    expect(sentBack.does(admin, force('terminate')).waits).toEqual([]);
    expect(lettersOf(sentBack.does(admin, force('jump', 'last')))).toEqual([
      'approval.overridden sam',
      'approval.requested rex',
    ]);
  });

  test('is for admins, with a reason, never on a document of their own', () => {
    expect(begun(variant).refuses('mia', force('pass')).code).toBe('NOT_ALLOWED');
    expect(begun(variant).refuses(admin, { ...force('pass'), reason: ' ' }).code).toBe('REASON_REQUIRED');
    expect(begun(variant).refuses(admin, force('jump', 'nowhere'))).toMatchObject({
      code: 'INVALID',
      facts: { possible: ['money', 'last'] },
    });
    expect(begun(variant, { starter: 'ada' }).refuses(admin, force('terminate')).code).toBe('NOT_ALLOWED');
  });
});

describe('copies', () => {
  test('go once to each person, by hand and by the variant, and change nothing else', () => {
    const copied = begun(variant).does('sam', {
      type: 'cc',
      people: ['lea', 'sam', 'lea'],
      comment: 'For your information',
    });
    expect(lettersOf(copied)).toEqual(['approval.cc lea']);
    expect(holdersOf(copied)).toEqual(['mia']);
    expect(copied.does('lea', { type: 'cc', people: ['lea'] }).mails).toEqual([]);

    const passed = copied.does('mia', approve('t1')).does('fay', approve('t2'));
    expect(lettersOf(passed).filter((letter) => letter.startsWith('approval.cc'))).toEqual([
      'approval.cc leo',
      'approval.cc lin',
    ]);
    expect(passed.state.cc).toEqual(['lea', 'leo', 'lin']);
  });

  test('are sent by people who take part, to people who are there', () => {
    expect(begun(variant).refuses('lou', { type: 'cc', people: ['lea'] }).code).toBe('NOT_ALLOWED');
    expect(begun(variant).refuses('mia', { type: 'cc', people: ['lea', 'ghost'] })).toMatchObject({
      code: 'PERSON_UNAVAILABLE',
      field: 'people.1',
    });
  });
});

describe('comments', () => {
  const ask = { type: 'comment', text: 'Who delivers?', ask: true } as const;

  test('a question shows on the wait until the starter answers; the deadline stays', () => {
    const before = begun(variant);
    const asked = before.does('mia', ask);
    expect(asked.waits[0]).toMatchObject({ dueAt: before.waits[0]?.dueAt, subject: { awaitsAnswer: true } });
    expect(lettersOf(asked)).toEqual(['approval.question sam']);

    const answered = asked.does('sam', { type: 'comment', text: 'We do' });
    expect(answered.waits[0]?.subject.awaitsAnswer).toBeUndefined();
    expect(lettersOf(answered)).toEqual(['approval.answer mia']);
  });

  test('are for people who take part, and questions are for others than the starter', () => {
    expect(begun(variant).refuses('lou', { type: 'comment', text: 'Hm' }).code).toBe('NOT_ALLOWED');
    expect(begun(variant).refuses('sam', ask).code).toBe('INVALID');
    expect(begun(variant).refuses('mia', { ...ask, text: '  ' }).code).toBe('COMMENT_REQUIRED');
  });
});
