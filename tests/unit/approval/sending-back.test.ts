import type { ApprovalInput } from '../../../domain/approval/model.ts';
import { approve, begun, contract, holdersOf, lettersOf, node, variantOf, yuan } from '../../support/approval.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';

const manager = node('manager', { approvers: [{ managerOfStarter: 1 }] });
const legal = node('legal', { mode: 'ANY' });
const money = node('money', {
  approvers: [{ role: 'finance' }],
  when: { field: 'amount', is: 'atLeast', value: yuan(100_000) },
});
const last = node('last', { approvers: [{ person: 'rex' }], concerns: ['region'] });
const variant = variantOf([manager, legal, money, last], { takeBackWithin: '30 minutes' });
const back = (taskId: string, to: string, resubmission: 'REPLAY' | 'JUMP' = 'REPLAY') =>
  ({ type: 'sendBack', taskId, to, resubmission, comment: 'Which price list?' }) as const;
const nodes = ({ state }: ReturnType<typeof begun>) => state.nodes.map(({ status }) => status);
const atLegal = (changes: Partial<ApprovalInput> = {}) => begun(variant, changes).does('mia', approve('t1'));
const atLast = () => atLegal().does('leo', approve('t2')).does('fay', approve('t5'));

describe('sending back to the starter', () => {
  test('makes void what was decided, waits for the starter and leaves no link alive', () => {
    const scene = atLegal().does('lea', back('t3', 'starter'));

    expect(scene.state.tasks.map(({ status }) => status)).toEqual(['VOID', 'VOID', 'SENT_BACK', 'VOID']);
    expect(scene.waits).toMatchObject([
      { id: 'r2', action: 'approval.revise', holder: 'sam', dueAt: null, next: null },
    ]);
    expect(lettersOf(scene)).toEqual(['approval.withdrawn leo', 'approval.withdrawn lin', 'approval.sentBack sam']);
    expect(scene.refuses('leo', approve('t2'))).toMatchObject({ code: 'SENT_BACK', facts: { decidedBy: 'lea' } });
    expect(scene.refuses('lea', approve('t3')).code).toBe('SENT_BACK');
    expect(scene.refuses('mia', { type: 'resubmit' })).toMatchObject({ code: 'NOT_HOLDER', facts: { holder: 'sam' } });
  });

  test('REPLAY asks every node again, with fresh deadlines', () => {
    const at = shanghai('2026-09-17 14:00');
    const scene = atLegal().does('lea', back('t3', 'starter')).does('sam', { type: 'resubmit' }, { at });

    expect(holdersOf(scene)).toEqual(['mia']);
    expect(scene.state.round).toBe(2);
    expect(scene.waits.map(({ dueAt }) => wallClock(dueAt ?? 0))).toEqual(['2026-09-18 14:00']);
  });

  test('JUMP leads straight to the node it came from; what was decided before still stands', () => {
    const scene = atLegal()
      .does('lea', back('t3', 'starter', 'JUMP'))
      .does('sam', { type: 'resubmit' });

    expect(nodes(scene)).toEqual(['KEPT', 'CURRENT', 'COMING', 'COMING']);
    expect(holdersOf(scene)).toEqual(['leo', 'lea', 'lin']);
    expect(scene.events).toContainEqual(
      expect.objectContaining({ type: 'NodeKept', node: 'manager', documentHash: contract(1).sha256 }),
    );
  });

  test('JUMP with other bytes keeps what was decided on the bytes it was decided on', () => {
    const scene = atLegal()
      .does('lea', back('t3', 'starter', 'JUMP'))
      .does('sam', { type: 'resubmit', document: contract(2) });

    expect(scene.state.nodes[0]).toMatchObject({ status: 'KEPT', documentHash: contract(1).sha256 });
    expect(scene.refuses('leo', approve('t5'))).toMatchObject({ code: 'STALE_DOCUMENT' });
    expect(scene.does('leo', approve('t5', 2)).state.nodes[1]?.documentHash).toBe(contract(2).sha256);
  });

  test('JUMP falls back to REPLAY from the first node a changed field concerns', () => {
    const jumped = atLast().does('rex', back('t6', 'starter', 'JUMP'));
    expect(nodes(jumped.does('sam', { type: 'resubmit', fields: { note: 'x' } }))).toEqual([
      'KEPT',
      'KEPT',
      'KEPT',
      'CURRENT',
    ]);
    expect(nodes(jumped.does('sam', { type: 'resubmit', amount: yuan(150_000) }))[0]).toBe('CURRENT');

    const narrow = variantOf([
      node('manager', { ...manager, concerns: ['region'] }),
      legal,
      money,
      node('last', { approvers: [{ person: 'rex' }] }),
    ]);
    const again = begun(narrow)
      .does('mia', approve('t1'))
      .does('leo', approve('t2'))
      .does('fay', approve('t5'))
      .does('rex', back('t6', 'starter', 'JUMP'))
      .does('sam', { type: 'resubmit', amount: yuan(150_000) });
    expect(nodes(again)).toEqual(['KEPT', 'CURRENT', 'COMING', 'COMING']);
  });

  test('may be withdrawn instead, or the document replaced', () => {
    const scene = atLegal().does('lea', back('t3', 'starter'));

    expect(scene.does('sam', { type: 'withdraw' }).state.status).toBe('WITHDRAWN');
    expect(holdersOf(scene.does('sam', { type: 'replaceDocument', document: contract(2) }))).toEqual(['mia']);
  });
});

describe('sending back to a node', () => {
  test('asks that node again; REPLAY then goes on in order', () => {
    const scene = atLast().does('rex', back('t6', 'legal'));

    expect(nodes(scene)).toEqual(['PASSED', 'CURRENT', 'COMING', 'COMING']);
    expect(holdersOf(scene.does('lin', approve('t9')))).toEqual(['fay']);
  });

  test('JUMP goes from that node straight to the sender', () => {
    const scene = atLast()
      .does('rex', back('t6', 'legal', 'JUMP'))
      .does('lin', approve('t9'));

    expect(nodes(scene)).toEqual(['PASSED', 'PASSED', 'KEPT', 'CURRENT']);
    expect(holdersOf(scene)).toEqual(['rex']);
  });

  test('is possible only to nodes that were asked, with a comment, in a way the variant allows', () => {
    const scene = begun(variantOf([manager, money, last], { resubmission: ['REPLAY'] }), { amount: yuan(10) }).does(
      'mia',
      approve('t1'),
    );

    expect(scene.refuses('rex', back('t2', 'money'))).toMatchObject({
      code: 'INVALID',
      facts: { possible: ['starter', 'manager'] },
    });
    expect(scene.refuses('rex', back('t2', 'last')).code).toBe('INVALID');
    expect(scene.refuses('rex', back('t2', 'manager', 'JUMP'))).toMatchObject({
      code: 'INVALID',
      field: 'resubmission',
    });
    expect(scene.refuses('rex', { ...back('t2', 'manager'), comment: ' ' }).code).toBe('COMMENT_REQUIRED');
  });

  test('leaves lanes beside it alone', () => {
    const beside = variantOf([
      {
        lanes: [
          [manager, node('second', { approvers: [{ person: 'max' }] })],
          [node('money', { approvers: [{ role: 'finance' }] })],
        ],
      },
      node('last', { approvers: [{ person: 'rex' }] }),
    ]);
    const scene = begun(beside).does('mia', approve('t1')).does('max', back('t3', 'manager'));

    expect(scene.task('t2')).toMatchObject({ holder: 'fay', status: 'ACTIVE', round: 1 });
    expect(scene.state.round).toBe(2);
    expect(nodes(scene.does('fay', approve('t2')))).toEqual(['CURRENT', 'COMING', 'PASSED', 'COMING']);
  });
});

describe('taking back', () => {
  const takeBack = { type: 'takeBack', taskId: 't1' } as const;

  test('undoes the decision while nobody after it has decided; the task has a new round', () => {
    const scene = atLegal().does('mia', takeBack);

    expect(nodes(scene)).toEqual(['CURRENT', 'COMING', 'COMING', 'COMING']);
    expect(scene.task('t1')).toMatchObject({ status: 'ACTIVE', round: 2, decidedBy: null, decision: null });
    expect(scene.state.tasks.slice(1).map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(lettersOf(scene)).toEqual([
      'approval.withdrawn leo',
      'approval.withdrawn lea',
      'approval.withdrawn lin',
      'approval.requested mia',
    ]);
    expect(nodes(scene.does('mia', approve('t1')))[1]).toBe('CURRENT');
  });

  test('puts the question to those again whom the decision had spared', () => {
    const wide = variantOf([legal, last], { takeBackWithin: '30 minutes' });
    const scene = begun(wide).does('leo', approve('t1')).does('leo', takeBack);

    expect(holdersOf(scene)).toEqual(['leo', 'lea', 'lin']);
  });

  test('is for whoever decided, in time, and only until somebody after them decides', () => {
    const decided = atLegal();
    expect(decided.refuses('leo', takeBack)).toMatchObject({ code: 'NOT_ALLOWED', facts: { decidedBy: 'mia' } });
    expect(decided.refuses('mia', takeBack, { at: shanghai('2026-09-14 10:31') }).code).toBe('ILLEGAL_NOW');
    expect(decided.does('leo', approve('t2')).refuses('mia', takeBack)).toMatchObject({
      code: 'ILLEGAL_NOW',
      facts: { decidedBy: 'leo' },
    });
    expect(
      begun(variantOf([manager, last]))
        .does('mia', approve('t1'))
        .refuses('mia', takeBack).code,
    ).toBe('ILLEGAL_NOW');
  });
});
