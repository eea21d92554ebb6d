import {
  approve,
  begun,
  contract,
  holdersOf,
  lettersOf,
  monday,
  node,
  turnDown,
  variantOf,
} from '../../support/approval.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';

const manager = node('manager', { approvers: [{ managerOfStarter: 1 }] });
const money = node('money', { approvers: [{ role: 'finance' }] });
const variant = variantOf([manager, money]);
const hash = contract(1).sha256;
const delegate = { type: 'delegate', taskId: 't1', to: 'leo', comment: 'Clause 4?' } as const;
const add = (position: 'before' | 'after' | 'parallel', people: string[], more = {}) =>
  ({ type: 'addSigners', taskId: 't1', position, people, documentHash: hash, ...more }) as const;
const statuses = ({ state }: ReturnType<typeof begun>) => state.tasks.map(({ id, status }) => `${id} ${status}`);
const admin = actor('ada', 'admin');

describe('an opinion', () => {
  test('is asked on the owner’s time, returns to the owner and never decides', () => {
    const at = shanghai('2026-09-14 15:00');
    const asked = begun(variant).does('mia', delegate, { at });
    const [wait] = asked.waits;

    expect(wait).toMatchObject({ id: 't2', action: 'approval.advise', holder: 'leo', openedAt: at });
    expect(wait?.dueAt).toBe(begun(variant).task('t1').dueAt);
    expect(lettersOf(asked)).toEqual(['approval.opinionRequested leo']);

    const against = asked.does('leo', turnDown('t2', 'Liability is open'));
    expect(against.state.status).toBe('RUNNING');
    expect(statuses(against)).toEqual(['t1 ACTIVE', 't2 REJECTED']);
    expect(against.mails[0]).toMatchObject({
      notice: 'approval.requested',
      step: 'requested.2',
      details: { opinion: 'rejected', from: 'leo', comment: 'Liability is open' },
    });
    expect(holdersOf(against.does('mia', approve('t1')))).toEqual(['fay']);
  });

  test('keeps the owner from deciding until it is given or no longer wanted', () => {
    const asked = begun(variant).does('mia', delegate);

    expect(asked.refuses('mia', approve('t1'))).toMatchObject({ code: 'WAITS_FOR_OTHERS', facts: { holder: 'leo' } });
    expect(asked.refuses('leo', { ...delegate, taskId: 't2', to: 'lea' }).code).toBe('ILLEGAL_NOW');
    expect(asked.refuses('leo', { type: 'transfer', taskId: 't2', to: 'lea' }).code).toBe('ILLEGAL_NOW');
    const recalled = asked.does('mia', { type: 'removeSigner', taskId: 't2' });
    expect(statuses(recalled)).toEqual(['t1 ACTIVE', 't2 CANCELLED']);
    expect(recalled.task('t1').dueAt).toBe(begun(variant).task('t1').dueAt);
  });

  test('while it is outstanding the owner’s ladder goes on, and what decides by time decides for the owner', () => {
    const timed = node('manager', {
      ...manager,
      timeout: [
        { after: '0 workdays', do: ['remind'] },
        { after: '1 workdays', do: ['autoReject'] },
      ],
    });
    const asked = begun(variantOf([timed])).does('mia', delegate);
    const reminded = asked.does(actor('system'), { type: 'tick' }, { at: shanghai('2026-09-15 10:00') });
    expect(lettersOf(reminded)).toEqual(['approval.reminder leo']);

    const late = reminded.does(actor('system'), { type: 'tick' }, { at: shanghai('2026-09-16 10:00') });
    expect(statuses(late)).toEqual(['t1 REJECTED', 't2 CANCELLED']);
    expect(late.state.status).toBe('REJECTED');
  });
});

describe('signers before', () => {
  test('decide first, one after the other; then it is the holder’s turn with the full time', () => {
    const added = begun(variant).does('mia', add('before', ['leo', 'lea'], { mode: 'SEQ' }));
    expect(statuses(added)).toEqual(['t1 WAITING', 't2 ACTIVE', 't3 QUEUED']);
    expect(holdersOf(added)).toEqual(['leo']);

    const at = shanghai('2026-09-15 09:00');
    const back = added.does('leo', approve('t2')).does('lea', approve('t3'), { at });
    expect(statuses(back)).toEqual(['t1 ACTIVE', 't2 APPROVED', 't3 APPROVED']);
    expect(wallClock(back.task('t1').dueAt ?? 0)).toBe('2026-09-16 09:00');
  });

  test('reject the whole node, whatever its mode', () => {
    const wide = variantOf([node('legal', { mode: 'ANY', anyReject: 'wait' })]);
    const scene = begun(wide)
      .does('leo', add('before', ['max']))
      .does('max', turnDown('t4'));

    expect(scene.state.status).toBe('REJECTED');
    expect(scene.state.ending).toMatchObject({ by: 'max', comment: 'Too cheap', task: 't4' });
  });

  test('the first of ANY is enough, and the last one taken out gives the task back', () => {
    const added = begun(variant).does('mia', add('before', ['leo', 'lea'], { mode: 'ANY' }));
    expect(statuses(added.does('lea', approve('t3')))).toEqual(['t1 ACTIVE', 't2 CANCELLED_BY_SIBLING', 't3 APPROVED']);

    const one = added.does('mia', { type: 'removeSigner', taskId: 't2' });
    expect(statuses(one)).toEqual(['t1 WAITING', 't2 CANCELLED', 't3 ACTIVE']);
    expect(statuses(one.does('mia', { type: 'removeSigner', taskId: 't3' }))[0]).toBe('t1 ACTIVE');
  });

  test('may add others themselves, who go with them', () => {
    const deep = begun(variant)
      .does('mia', add('before', ['leo']))
      .does('leo', { ...add('before', ['lea']), taskId: 't2' });
    expect(statuses(deep)).toEqual(['t1 WAITING', 't2 WAITING', 't3 ACTIVE']);

    expect(statuses(deep.does('mia', { type: 'removeSigner', taskId: 't2' }))).toEqual([
      't1 ACTIVE',
      't2 CANCELLED',
      't3 CANCELLED',
    ]);
  });
});

describe('signers after', () => {
  test('hold the node back until they have approved', () => {
    const added = begun(variant).does('mia', add('after', ['leo', 'lea']));
    expect(statuses(added)).toEqual(['t1 APPROVED_PENDING', 't2 ACTIVE', 't3 ACTIVE']);
    expect(added.state.nodes[0]?.status).toBe('CURRENT');
    expect(added.refuses('mia', approve('t1')).code).toBe('ALREADY_DECIDED');

    const passed = added.does('leo', approve('t2')).does('lea', approve('t3'));
    expect(holdersOf(passed)).toEqual(['fay']);
    expect(passed.task('t1')).toMatchObject({ status: 'APPROVED', settledBy: 't3' });
  });

  test('a rejection counts as the holder’s own', () => {
    const scene = begun(variant)
      .does('mia', add('after', ['leo']))
      .does('leo', turnDown('t2', 'No'));

    expect(scene.state).toMatchObject({ status: 'REJECTED', ending: { by: 'leo', comment: 'No' } });
  });

  test('the last one taken out lets the node pass', () => {
    const scene = begun(variant)
      .does('mia', add('after', ['leo']))
      .does('mia', { type: 'removeSigner', taskId: 't2' });

    expect(holdersOf(scene)).toEqual(['fay']);
  });

  test('need the hash of what the holder has read', () => {
    expect(begun(variant).refuses('mia', add('after', ['leo'], { documentHash: undefined })).code).toBe(
      'STALE_DOCUMENT',
    );
  });
});

describe('signers beside', () => {
  test('decide under the node’s own mode', () => {
    const scene = begun(variant).does('mia', add('parallel', ['leo']));
    expect(holdersOf(scene)).toEqual(['mia', 'leo']);
    expect(holdersOf(scene.does('mia', approve('t1')))).toEqual(['leo']);
  });

  test('come directly after the task in a row', () => {
    const row = variantOf([node('row', { mode: 'SEQ', approvers: [{ person: 'mia' }, { person: 'max' }] })]);
    const scene = begun(row).does('mia', add('parallel', ['leo']));

    expect(holdersOf(scene.does('mia', approve('t1')))).toEqual(['leo']);
    expect(holdersOf(scene.does('mia', approve('t1')).does('leo', approve('t3')))).toEqual(['max']);
  });

  test('change what a vote needs, in both directions', () => {
    const vote = variantOf([
      node('vote', { mode: 'VOTE', passAt: 60, approvers: [{ person: 'mia' }, { person: 'max' }] }),
    ]);
    const wider = begun(vote)
      .does('mia', add('parallel', ['leo']))
      .does('mia', approve('t1'))
      .does('max', approve('t2'));
    expect(wider.state.status).toBe('APPROVED');

    const half = begun(vote).does('mia', approve('t1'));
    expect(half.state.status).toBe('RUNNING');
    const narrower = half.does(admin, { type: 'removeSigner', taskId: 't2', comment: 'On long leave' });
    expect(narrower.state.status).toBe('APPROVED');
  });

  test('may be added by an admin, who alone takes out people the variant asks, with a reason', () => {
    const scene = begun(variantOf([node('legal')])).does(admin, add('parallel', ['max']));
    expect(holdersOf(scene)).toContain('max');

    expect(scene.refuses('leo', { type: 'removeSigner', taskId: 't2' }).code).toBe('NOT_ALLOWED');
    expect(scene.refuses(admin, { type: 'removeSigner', taskId: 't2' }).code).toBe('COMMENT_REQUIRED');
    expect(holdersOf(scene.does(admin, { type: 'removeSigner', taskId: 't2', comment: 'Ill' }))).not.toContain('lea');
    expect(begun(variant).refuses(admin, { type: 'removeSigner', taskId: 't1', comment: 'Ill' }).code).toBe(
      'ILLEGAL_NOW',
    );
  });

  test('are present, not asked anyway and never the starter', () => {
    const scene = begun(variantOf([node('legal')]));

    expect(scene.refuses('leo', add('parallel', ['sam']))).toMatchObject({ code: 'NOT_ALLOWED', field: 'people.0' });
    expect(scene.refuses('leo', add('before', ['max', 'lea']))).toMatchObject({
      code: 'TRANSFER_CYCLE',
      field: 'people.1',
    });
    expect(scene.refuses('leo', add('before', ['ghost'])).code).toBe('PERSON_UNAVAILABLE');
    expect(scene.refuses('leo', add('before', [])).code).toBe('INVALID');
    expect(scene.refuses('mia', add('before', ['max']))).toMatchObject({
      code: 'NOT_HOLDER',
      facts: { holder: 'leo', heldSince: monday },
    });
  });
});
