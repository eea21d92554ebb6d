import type { ApprovalCommand } from '../../../domain/approval/commands.ts';
import type { ApprovalVariant } from '../../../domain/approval/variant.ts';
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
  without,
  yuan,
} from '../../support/approval.ts';
import { shanghai, wallClock } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';

const admin = actor('ada', 'admin');
const legalThenMoney = [node('legal'), node('money', { approvers: [{ role: 'finance' }] })];

describe('withdraw', () => {
  const withdraw = { type: 'withdraw', reason: ' Customer left ' } as const;
  const under = (policy: ApprovalVariant['withdraw']) => begun(variantOf(legalThenMoney, { withdraw: policy }));

  test('ends it, cancels what was asked and tells those who were asked', () => {
    const scene = under('anyTime').does('leo', approve('t1')).does('sam', withdraw);

    expect(scene.state).toMatchObject({
      status: 'WITHDRAWN',
      ending: { outcome: 'withdrawn', by: 'sam', comment: 'Customer left', task: null },
    });
    expect(scene.state.tasks.map(({ status }) => status)).toEqual(['APPROVED', 'CANCELLED', 'CANCELLED']);
    expect(scene.state.nodes.map(({ status }) => status)).toEqual(['CANCELLED', 'COMING']);
    expect(lettersOf(scene)).toEqual(['approval.withdrawn lea', 'approval.withdrawn lin']);
    expect(scene.waits).toEqual([]);
    expect(scene.refuses('lea', approve('t2'))).toMatchObject({ code: 'CLOSED', facts: { outcome: 'withdrawn' } });
  });

  test('is for the starter only; an admin forces an end with a reason instead', () => {
    expect(under('anyTime').refuses('leo', withdraw).code).toBe('NOT_ALLOWED');
    expect(under('anyTime').refuses(admin, withdraw).code).toBe('NOT_ALLOWED');
  });

  test('may be limited to before the first decision of the round', () => {
    const scene = under('beforeFirstDecision');
    const decided = scene.does('leo', approve('t1'));

    expect(decided.refuses('sam', withdraw)).toMatchObject({
      code: 'ILLEGAL_NOW',
      facts: { decidedBy: 'leo', decidedAt: monday },
    });
    expect(scene.does('sam', withdraw).state.status).toBe('WITHDRAWN');
    const again = decided.does('sam', { type: 'replaceDocument', document: contract(2) });
    expect(again.does('sam', withdraw).state.status).toBe('WITHDRAWN');
  });

  test('may be limited to before a node is asked', () => {
    const scene = under({ beforeNode: 'money' }).does('leo', approve('t1')).does('lea', approve('t2'));

    expect(scene.does('sam', withdraw).state.status).toBe('WITHDRAWN');
    expect(scene.does('lin', approve('t3')).refuses('sam', withdraw)).toMatchObject({
      code: 'ILLEGAL_NOW',
      facts: { node: 'money', enteredAt: monday },
    });
  });
});

describe('urge', () => {
  const urge = { type: 'urge', taskId: 't1' } as const;
  const scene = begun(variantOf(legalThenMoney));

  test('mails the holder, is counted, and may be repeated once the pause is over', () => {
    const once = scene.does('sam', urge);
    expect(lettersOf(once)).toEqual(['approval.urged leo']);
    expect(once.task('t1')).toMatchObject({ urged: 1, urgedAt: monday });

    const early = once.refuses('sam', urge, { at: shanghai('2026-09-14 13:59') });
    expect(early.code).toBe('URGED_RECENTLY');
    expect(wallClock(Number(early.facts?.possibleAt))).toBe('2026-09-14 14:00');

    const twice = once.does(admin, urge, { at: shanghai('2026-09-14 14:00') });
    expect(twice.task('t1').urged).toBe(2);
    expect([once, twice].map(({ mails }) => mails[0]?.key)).toEqual(['a1/t1/urge.1/leo', 'a1/t1/urge.2/leo']);
  });

  test('counts for each task on its own and changes nothing else', () => {
    const once = scene.does('sam', urge);

    expect(once.does('sam', { type: 'urge', taskId: 't2' }).task('t2').urged).toBe(1);
    expect(once.waits).toEqual(scene.waits);
  });

  test('is for the starter or an admin, and for open tasks', () => {
    expect(scene.refuses('sue', urge).code).toBe('NOT_ALLOWED');
    expect(scene.refuses('sam', { ...urge, taskId: 't9' })).toMatchObject({ code: 'INVALID', field: 'taskId' });
    expect(scene.does('leo', approve('t1')).refuses('sam', urge).code).toBe('ALREADY_DECIDED');
  });
});

describe('replaceDocument', () => {
  const replace = (version = 2, more: { amount?: ReturnType<typeof yuan> } = {}): ApprovalCommand => ({
    type: 'replaceDocument',
    document: contract(version),
    ...more,
  });
  const at = shanghai('2026-09-16 15:00');
  const scene = begun(variantOf(legalThenMoney)).does('leo', approve('t1')).does('lea', approve('t2'));

  test('makes void what was decided and asks everybody anew with fresh deadlines', () => {
    const again = scene.does('lin', approve('t3')).does('sam', replace(), { at });

    expect(again.state.tasks.map(({ id, round, status }) => `${id} ${round} ${status}`)).toEqual([
      't1 1 VOID',
      't2 1 VOID',
      't3 1 VOID',
      't4 1 VOID',
      't5 2 ACTIVE',
      't6 2 ACTIVE',
      't7 2 ACTIVE',
    ]);
    expect(again.state).toMatchObject({ round: 2, document: contract(2), amount: yuan(120_000) });
    expect(again.waits.map(({ dueAt }) => wallClock(dueAt ?? 0))).toEqual(Array(3).fill('2026-09-17 15:00'));
    expect(again.state.nodes.map(({ status }) => status)).toEqual(['CURRENT', 'COMING']);
    expect(again.state.pastRounds).toMatchObject([
      { round: 1, document: contract(1), endedAt: at, nodes: [{ status: 'PASSED' }, { status: 'CANCELLED' }] },
    ]);
    expect(lettersOf(again)).toEqual([
      'approval.requested leo',
      'approval.requested lea',
      'approval.requested lin',
      'approval.withdrawn fay',
    ]);
    expect(again.mails[0]?.details).toMatchObject({ round: 2, documentVersion: 2, taskId: 't5' });
  });

  test('leaves links to the old version dead, whatever hash comes with them', () => {
    const again = scene.does('sam', replace(), { at });
    const stale = { code: 'STALE_DOCUMENT', facts: { documentVersion: 2, documentHash: contract(2).sha256 } };

    expect(again.refuses('lin', approve('t3'))).toMatchObject(stale);
    expect(again.refuses('lin', approve('t3', 2))).toMatchObject(stale);
    expect(again.refuses('lin', approve('t6'))).toMatchObject(stale);
    expect(again.does('lin', approve('t6', 2)).task('t6').status).toBe('APPROVED');
  });

  test('sends one mail, not two, to somebody who is asked again', () => {
    const again = scene.does('sam', replace(), { at });

    expect(lettersOf(again)).toEqual(['approval.requested leo', 'approval.requested lea', 'approval.requested lin']);
  });

  test('judges conditions by the new amount', () => {
    const split = begun(
      variantOf([node('large', { when: { field: 'amount', is: 'atLeast', value: yuan(100_000) } }), node('rest')]),
    );
    const again = split.does('sam', replace(2, { amount: yuan(99_999) }));

    expect(again.state.nodes.map(({ status }) => status)).toEqual(['SKIPPED', 'CURRENT']);
  });

  test('cannot outgrow the variant', () => {
    const small = begun(variantOf([node('legal')], { covers: { field: 'amount', is: 'below', value: yuan(500_000) } }));

    expect(small.refuses('sam', replace(2, { amount: yuan(500_000) }))).toMatchObject({
      code: 'INVALID',
      field: 'amount',
    });
    expect(small.does('sam', replace(2, { amount: yuan(499_999) })).state.amount).toEqual(yuan(499_999));
  });

  test('is for the starter only', () => {
    expect(scene.refuses(admin, replace()).code).toBe('NOT_ALLOWED');
  });

  test.each([
    ['document.number', { ...contract(2), number: 'C-103' }],
    ['document.version', { ...contract(2), version: 1 }],
    ['document.sha256', { ...contract(2), sha256: contract(1).sha256 }],
    ['document.sha256', { ...contract(2), sha256: '' }],
  ])('refuses a bad %s', (field, document) => {
    expect(scene.refuses('sam', { type: 'replaceDocument', document })).toMatchObject({ code: 'INVALID', field });
  });

  test('is refused when nobody could be asked, and leaves all as it was', () => {
    const single = begun(variantOf([node('only', { approvers: [{ person: 'fay' }] })]), { starter: 'rex' });
    const refusal = single.refuses('rex', replace(), { organisation: without('fay', 'ada') });

    expect(refusal.code).toBe('NO_APPROVER');
    expect(holdersOf(single)).toEqual(['fay']);
  });

  test('is too late after the end', () => {
    expect(scene.does('lin', turnDown('t3')).refuses('sam', replace()).code).toBe('CLOSED');
  });
});
