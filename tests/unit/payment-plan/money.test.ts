import { feeStatus, instalmentStatus, outstanding } from '../../../domain/payment-plan/instalment.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { cny, fiona, olivia, PlanUnderWay, part, planOf } from './setting.ts';

const begins = shanghai('2026-08-03 11:00');
const later = shanghai('2026-09-21 11:00');
const parts = [part('Advance', 1_000, '2026-09-10'), part('Rest', 500, '2026-12-30')];

function opened(variant?: typeof standardCollections): PlanUnderWay {
  const plan = variant ? new PlanUnderWay(variant) : new PlanUnderWay();
  expect(plan.open(planOf(parts), begins)).toMatchObject({ ok: true });
  return plan;
}

const open = (plan: PlanUnderWay) => plan.state.instalments.map((each) => outstanding(each).minor / 100);
const statusOf = (plan: PlanUnderWay, id: string) => instalmentStatus(plan.instalment(id), later, chinaCalendar).status;
const approvalEnded = (approvalId: string, outcome: 'approved' | 'rejected') => ({
  type: 'approvalEnded' as const,
  approvalId,
  subject: 'writeOff' as const,
  documentHash: 'f'.repeat(64),
  outcome,
  endedBy: 'marek',
  comment: null,
});

describe('a receipt taken back', () => {
  const reverse = { type: 'reverseReceipt' as const, bankReference: 'R1', on: '2026-09-20', reason: 'Draft bounced' };

  it('opens again what it had paid, with its own due day and history, and tells the owner', () => {
    const plan = opened();
    plan.tick(shanghai('2026-09-11 10:00'));
    plan.receive('R1', 1_000, shanghai('2026-09-14 11:00'));
    expect(plan.give(reverse, later, fiona)).toMatchObject({ ok: true });
    expect(open(plan)).toEqual([1_000, 500]);
    expect(plan.instalment('i1')).toMatchObject({ agreedDueOn: '2026-09-10', paidAt: null, ladder: { reached: 2 } });
    expect(plan.mails.at(-1)).toMatchObject({ notice: 'payment.task', to: { user: 'olivia' } });
    expect(plan.waits[0]).toMatchObject({ id: 'i1', action: 'payment.collect' });
  });

  it('takes back small differences and credit with it, and counts once', () => {
    const plan = opened();
    plan.receive('R1', 999.5, later, { instalmentId: 'i1' });
    expect(statusOf(plan, 'i1')).toBe('PAID');
    plan.give(reverse, later, fiona);
    const before = plan.events.length;
    plan.give(reverse, later + 1, fiona);
    expect(plan.events).toHaveLength(before);
    expect(open(plan)).toEqual([1_000, 500]);
  });

  it('is refused for one that is unknown, and its reference is not used again', () => {
    const plan = opened();
    expect(plan.give(reverse, later, fiona)).toMatchObject({ code: 'INVALID', field: 'bankReference' });
    plan.receive('R1', 10, later);
    plan.give(reverse, later, fiona);
    expect(plan.receive('R1', 10, later)).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(plan.give(reverse, later, olivia)).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('a fee', () => {
  const claim = {
    type: 'claimFee' as const,
    instalmentId: 'i1',
    amount: cny(25),
    why: 'interest' as const,
    reason: 'Late',
  };

  it('is a line of its own, paid after the instalment itself', () => {
    const plan = opened();
    plan.give(claim, later, fiona);
    expect(open(plan)[0]).toBe(1_025);
    plan.receive('R1', 1_000, later, { instalmentId: 'i1' });
    const [fee] = plan.instalment('i1').fees;
    expect(fee && feeStatus(plan.instalment('i1'), fee)).toBe('CLAIMED');
    expect(open(plan)[0]).toBe(25);
    plan.receive('R2', 25, later, { instalmentId: 'i1' });
    expect(fee && feeStatus(plan.instalment('i1'), fee)).toBe('PAID');
    expect(statusOf(plan, 'i1')).toBe('PAID');
  });

  it('that is waived needs a reason, and settles what was paid but for it', () => {
    const plan = opened();
    plan.give(claim, later, fiona);
    plan.receive('R1', 1_000, later, { instalmentId: 'i1' });
    const waive = { type: 'waiveFee' as const, instalmentId: 'i1', feeId: 'f1', reason: '' };
    expect(plan.give(waive, later, fiona)).toMatchObject({ code: 'REASON_REQUIRED' });
    expect(plan.give({ ...waive, reason: 'Goodwill' }, later, fiona)).toMatchObject({ ok: true });
    expect(statusOf(plan, 'i1')).toBe('PAID');
  });

  it('that has been paid in part cannot be waived', () => {
    const plan = opened();
    plan.give(claim, later, fiona);
    plan.receive('R1', 1_010, later, { instalmentId: 'i1' });
    const waive = { type: 'waiveFee' as const, instalmentId: 'i1', feeId: 'f1', reason: 'Goodwill' };
    expect(plan.give(waive, later, fiona)).toMatchObject({ code: 'ILLEGAL_NOW' });
    expect(open(plan)[0]).toBe(15);
  });
});

describe('a credit note', () => {
  const note = {
    type: 'creditNote' as const,
    instalmentId: 'i1',
    number: 'CN-7',
    amount: cny(200),
    on: '2026-09-20',
    reason: 'One pump was returned',
  };

  it('about the whole plan is taken off what is due last, as far as that goes, and counts once', () => {
    const plan = opened();
    const { instalmentId: _whole, ...whole } = note;
    plan.give({ ...whole, amount: cny(700) }, later, actor('system'));
    plan.give({ ...whole, amount: cny(700) }, later, actor('system'));
    expect(open(plan)).toEqual([800, 0]);
    plan.give({ ...whole, number: 'CN-8', amount: cny(5_000) }, later, actor('system'));
    expect(open(plan)).toEqual([0, 0]);
    expect(plan.state.closed).toMatchObject({ outcome: 'paid' });
  });

  it('lowers what is owed once, whoever sends it again', () => {
    const plan = opened();
    plan.give(note, later, fiona);
    plan.give(note, later + 1, fiona);
    expect(open(plan)).toEqual([800, 500]);
    expect(plan.give({ ...note, amount: cny(201) }, later, fiona)).toMatchObject({ code: 'INVALID', field: 'number' });
    expect(plan.give({ ...note, number: 'CN-8', amount: cny(801) }, later, fiona)).toMatchObject({ code: 'INVALID' });
    expect(plan.give({ ...note, number: 'CN-8' }, later, olivia)).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

describe('a write-off', () => {
  const ask = { type: 'requestWriteOff' as const, instalmentId: 'i1', reason: 'Insolvent' };

  it('needs an approval, and collection stands still until it is decided', () => {
    const plan = opened(standardCollections);
    plan.give(ask, later, fiona);
    expect(plan.waits[0]).toMatchObject({ action: 'payment.writeOff', next: null });
    expect(plan.launched).toMatchObject([{ input: { subject: 'writeOff', amount: cny(1_000), origin: 'PP-1' } }]);
    plan.give(approvalEnded('AP-WO-1-i1-1', 'rejected'), later + 1);
    expect(plan.instalment('i1').writeOff).toBeNull();
    expect(open(plan)[0]).toBe(1_000);
  });

  it('once approved is reversed by a later payment, with the plan kept open for it', () => {
    const plan = opened(standardCollections);
    plan.receive('R0', 500, later, { instalmentId: 'i2' });
    plan.give(ask, later, fiona);
    plan.give(approvalEnded('AP-WO-1-i1-1', 'approved'), later + 1);
    expect(statusOf(plan, 'i1')).toBe('WRITTEN_OFF');
    expect(plan.waits).toMatchObject([{ action: 'payment.writtenOff', next: { what: 'closeWrittenOff' } }]);
    plan.receive('R1', 400, later + 2);
    expect(plan.instalment('i1')).toMatchObject({ writtenOff: cny(600), received: cny(400) });
    plan.receive('R2', 700, later + 3);
    expect(plan.state.closed).toMatchObject({ outcome: 'paid' });
    expect(plan.state.credit).toEqual(cny(100));
  });

  it('is not waited for endlessly', () => {
    const plan = opened(standardCollections);
    plan.receive('R0', 500, later, { instalmentId: 'i2' });
    plan.give(ask, later, fiona);
    plan.give(approvalEnded('AP-WO-1-i1-1', 'approved'), later + 1);
    plan.tick(plan.waits[0]?.next?.at ?? 0);
    expect(plan.state.closed).toMatchObject({ outcome: 'writtenOff' });
  });

  it('covers only what is still open when it is approved, and ignores stale news', () => {
    const plan = opened(standardCollections);
    plan.give(ask, later, fiona);
    plan.receive('R1', 900, later, { instalmentId: 'i1' });
    plan.give(approvalEnded('AP-OTHER', 'approved'), later + 1);
    plan.give(approvalEnded('AP-WO-1-i1-1', 'approved'), later + 1);
    expect(plan.instalment('i1')).toMatchObject({ writtenOff: cny(100), received: cny(900) });
    const stranger = actor('fiona', 'finance');
    expect(plan.give(approvalEnded('AP-WO-1-i1-1', 'approved'), later, stranger)).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});

describe("a customer's credit", () => {
  it('is used for what is open later, and goes back with the receipt it came from', () => {
    const plan = opened(standardCollections);
    plan.give({ type: 'requestWriteOff', instalmentId: 'i1', reason: 'x' }, later, fiona);
    plan.give(approvalEnded('AP-WO-1-i1-1', 'approved'), later);
    plan.receive('R1', 1_600, later);
    expect(plan.state.closed).toMatchObject({ outcome: 'paid' });
    expect(plan.state.credit).toEqual(cny(100));
  });
});
