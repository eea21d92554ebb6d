import {
  approve,
  begun,
  company,
  holdersOf,
  lettersOf,
  monday,
  node,
  turnDown,
  variantOf,
  without,
} from '../../support/approval.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { actor, type Organisation } from '../../support/organisation.ts';

const later = shanghai('2026-09-14 11:00');
const statuses = ({ state }: { state: { tasks: readonly { status: string }[] } }) =>
  state.tasks.map(({ status }) => status);

describe('ALL', () => {
  const all = () =>
    begun(variantOf([node('legal', { mode: 'ALL' }), node('money', { approvers: [{ role: 'finance' }] })]));

  test('passes when everybody has approved, and the next node is asked', () => {
    const two = all().does('leo', approve('t1')).does('lin', approve('t3'));
    expect(two.state.nodes[0]?.status).toBe('CURRENT');
    expect(holdersOf(two)).toEqual(['lea']);

    const passed = two.does('lea', approve('t2'), { at: later });
    expect(passed.state.nodes).toMatchObject([
      { name: 'legal', status: 'PASSED', leftAt: later },
      { name: 'money', status: 'CURRENT', enteredAt: later },
    ]);
    expect(holdersOf(passed)).toEqual(['fay']);
    expect(lettersOf(passed)).toEqual(['approval.requested fay']);
    expect(passed.task('t2')).toMatchObject({ status: 'APPROVED', decidedBy: 'lea', decidedAt: later });
  });

  test('one rejection ends it at once and the others are told', () => {
    const scene = all().does('leo', approve('t1')).does('lea', turnDown('t2', ' Too cheap '), { at: later });

    expect(statuses(scene)).toEqual(['APPROVED', 'REJECTED', 'CANCELLED']);
    expect(scene.state).toMatchObject({
      status: 'REJECTED',
      ending: { outcome: 'rejected', by: 'lea', at: later, comment: 'Too cheap', task: 't2' },
    });
    expect(scene.state.nodes.map(({ status }) => status)).toEqual(['REJECTED', 'COMING']);
    expect(lettersOf(scene)).toEqual(['approval.withdrawn lin', 'approval.decided sam']);
    expect(scene.waits).toEqual([]);
  });
});

describe('ANY', () => {
  const any = () =>
    begun(variantOf([node('legal', { mode: 'ANY' }), node('money', { approvers: [{ role: 'finance' }] })]));

  test('the first approval decides and the others are told so', () => {
    const scene = any().does('lea', approve('t2'));

    expect(statuses(scene)).toEqual(['CANCELLED_BY_SIBLING', 'APPROVED', 'CANCELLED_BY_SIBLING', 'ACTIVE']);
    expect(lettersOf(scene)).toEqual(['approval.withdrawn leo', 'approval.withdrawn lin', 'approval.requested fay']);
    expect(scene.task('t1')).toMatchObject({ settledBy: 't2', closedAt: monday, decidedAt: null });
  });

  test('the first rejection decides too', () => {
    const scene = any().does('lea', turnDown('t2'));

    expect(statuses(scene)).toEqual(['CANCELLED_BY_SIBLING', 'REJECTED', 'CANCELLED_BY_SIBLING']);
    expect(scene.state.status).toBe('REJECTED');
  });

  test('whoever comes late learns who was first, when and with what', () => {
    const scene = any().does('lea', approve('t2'), { at: later });

    expect(scene.refuses('leo', approve('t1'))).toMatchObject({
      code: 'ALREADY_DECIDED',
      facts: { decidedBy: 'lea', decidedAt: later, decision: 'approved' },
    });
  });
});

describe('SEQ', () => {
  const seq = () => begun(variantOf([node('legal', { mode: 'SEQ' })]));

  test('asks one after the other, each with a deadline from their own turn', () => {
    const first = seq();
    expect(statuses(first)).toEqual(['ACTIVE', 'QUEUED', 'QUEUED']);
    expect(lettersOf(first)).toEqual(['approval.requested leo']);
    expect(first.refuses('lea', approve('t2')).code).toBe('ILLEGAL_NOW');

    const second = first.does('leo', approve('t1'), { at: shanghai('2026-09-16 15:00') });
    expect(statuses(second)).toEqual(['APPROVED', 'ACTIVE', 'QUEUED']);
    expect(lettersOf(second)).toEqual(['approval.requested lea']);
    expect(second.waits[0]).toMatchObject({ openedAt: shanghai('2026-09-16 15:00') });
    expect(wallClock(second.waits[0]?.dueAt ?? 0)).toBe('2026-09-17 15:00');

    const done = second.does('lea', approve('t2')).does('lin', approve('t3'));
    expect(done.state.status).toBe('APPROVED');
  });

  test('the order stays as it was when the node was reached, whoever joins', () => {
    const joined: Organisation = [{ id: 'lars', roles: ['legal'], manager: 'lou' }, ...[...company].reverse()];
    const scene = seq().does('leo', approve('t1'), { organisation: joined });

    expect(holdersOf(scene)).toEqual(['lea']);
    expect(scene.state.tasks.map(({ holder }) => holder)).toEqual(['leo', 'lea', 'lin']);
  });

  test('somebody who is away when their turn comes is stood in for by their manager', () => {
    const scene = seq().does('leo', approve('t1'), { organisation: without('lea') });

    expect(holdersOf(scene)).toEqual(['lou']);
    expect(scene.task('t2').chain).toEqual(['lea', 'lou']);
    expect(scene.events).toContainEqual(
      expect.objectContaining({ type: 'TaskTransferred', from: 'lea', to: 'lou', cause: 'absence' }),
    );
    expect(lettersOf(scene)).toEqual(['approval.requested lou']);
  });

  test('a rejection ends it before the others are asked', () => {
    const scene = seq().does('leo', turnDown('t1'));

    expect(statuses(scene)).toEqual(['REJECTED', 'CANCELLED', 'CANCELLED']);
    expect(lettersOf(scene)).toEqual(['approval.decided sam']);
  });
});

describe('a decision is refused', () => {
  const scene = begun(variantOf([node('legal')]));

  test('to anybody but the holder, admins included', () => {
    expect(scene.refuses('lea', approve('t1'))).toMatchObject({
      code: 'NOT_HOLDER',
      facts: { holder: 'leo', heldSince: monday },
    });
    expect(scene.refuses(actor('ada', 'admin'), approve('t1')).code).toBe('NOT_HOLDER');
  });

  test('about other bytes than those under approval', () => {
    expect(scene.refuses('leo', approve('t1', 2))).toMatchObject({
      code: 'STALE_DOCUMENT',
      field: 'documentHash',
      facts: { documentVersion: 1, documentHash: '1'.repeat(64) },
    });
  });

  test('for a task there is not', () => {
    expect(scene.refuses('leo', approve('t9'))).toMatchObject({ code: 'INVALID', field: 'taskId' });
  });

  test('for a rejection that does not say why', () => {
    expect(scene.refuses('leo', turnDown('t1', '  '))).toMatchObject({ code: 'COMMENT_REQUIRED', field: 'comment' });
  });

  test('twice', () => {
    const decided = scene.does('leo', approve('t1'), { at: later });

    expect(decided.refuses('leo', turnDown('t1'))).toMatchObject({
      code: 'ALREADY_DECIDED',
      facts: { decidedBy: 'leo', decidedAt: later, decision: 'approved' },
    });
  });

  test('after the end, saying how it ended', () => {
    const ended = scene.does('lea', turnDown('t2', 'No'), { at: later });
    const over = { code: 'CLOSED', facts: { outcome: 'rejected', decidedBy: 'lea', decidedAt: later, comment: 'No' } };

    expect(ended.refuses('leo', approve('t1'))).toMatchObject(over);
    expect(ended.refuses('sam', { type: 'withdraw' })).toMatchObject(over);
    expect(ended.refuses('sam', { type: 'urge', taskId: 't1' })).toMatchObject(over);
    expect(ended.refuses('leo', { type: 'transfer', taskId: 't1', to: 'fay' })).toMatchObject(over);
  });

  test('as is any command that approvals do not know', () => {
    expect(scene.refuses('leo', { type: 'promote' } as never)).toMatchObject({ code: 'INVALID', field: 'type' });
  });
});
