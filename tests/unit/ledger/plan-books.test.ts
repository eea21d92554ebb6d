import fc from 'fast-check';
import { addDays } from '../../../domain/calendar.ts';
import { unborn } from '../../../domain/instance.ts';
import { ledgerEntries } from '../../../domain/ledger/entries.ts';
import type { Account } from '../../../domain/ledger/ledger.ts';
import { money } from '../../../domain/money.ts';
import { receivables } from '../../../domain/payment-plan/books.ts';
import { paymentPlanKind } from '../../../domain/payment-plan/kind.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { cny, fiona, PlanUnderWay, part, planOf } from '../payment-plan/setting.ts';

const begins = shanghai('2026-07-01 11:00');
const blank = unborn('PP-1', 'paymentPlan', { id: '', hash: '', definition: null }, chinaCalendar);

const entriesOf = (plan: PlanUnderWay) => ledgerEntries(paymentPlanKind, blank, plan.events);

function balance(plan: PlanUnderWay, account: Account): number {
  return entriesOf(plan)
    .filter((entry) => entry.account === account)
    .reduce((sum, { amount }) => sum + amount.minor, 0);
}

function opened(...instalments: Parameters<typeof part>[]): PlanUnderWay {
  const plan = new PlanUnderWay(standardCollections);
  plan.open(planOf(instalments.map((given) => part(...given))), begins);
  return plan;
}

test('a plan that begins is owed in full, against what was sold', () => {
  const plan = opened(['Advance', 300, '2026-08-03'], ['Rest', 700, '2026-09-01']);
  expect(
    entriesOf(plan).map(({ seq, line, account, amount, item }) => [seq, line, account, amount.minor, item]),
  ).toEqual([
    [1, 1, 'receivable', 300_00, 'i1'],
    [1, 2, 'receivable', 700_00, 'i2'],
    [1, 3, 'sales', -1000_00, null],
  ]);
});

test('a receipt moves what is owed into the bank, what is too much into the credit of the customer', () => {
  const plan = opened(['All', 300, '2026-08-03']);
  plan.receive('R1', 350, begins + 1);
  expect([balance(plan, 'receivable'), balance(plan, 'cash'), balance(plan, 'customerCredit')]).toEqual([
    0, 350_00, -50_00,
  ]);
});

test('money that came through a receipt process is taken from what is not applied yet', () => {
  const plan = opened(['All', 300, '2026-08-03']);
  const command = { bankReference: 'R1', amount: cny(300), receivedOn: '2026-07-02', receiptId: 'RC-1' };
  plan.give({ type: 'recordReceipt', ...command }, begins + 1, fiona);
  expect([balance(plan, 'cash'), balance(plan, 'unapplied'), balance(plan, 'receivable')]).toEqual([0, 300_00, 0]);
});

test('a small difference and what is cancelled are no longer owed, each on an account of its own', () => {
  const plan = opened(['Advance', 300, '2026-08-03'], ['Rest', 700, '2026-09-01']);
  plan.receive('R1', 299.5, begins + 1);
  plan.give({ type: 'cancel', reason: 'bankrupt' }, begins + 2, fiona);
  expect([balance(plan, 'smallDifferences'), balance(plan, 'cancelled'), balance(plan, 'receivable')]).toEqual([
    50, 700_00, 0,
  ]);
});

const story = fc.record({
  instalments: fc.array(
    fc.record({
      label: fc.constant('Part'),
      amount: fc.integer({ min: 1, max: 50_000 }).map((minor) => money(minor, 'CNY')),
      dueOn: fc.integer({ min: -60, max: 120 }).map((days) => addDays('2026-07-01', days)),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  receipts: fc.array(
    fc.record({ reference: fc.integer({ min: 1, max: 9 }), minor: fc.integer({ min: 1, max: 60_000 }) }),
    { maxLength: 12 },
  ),
  cancelled: fc.boolean(),
});

test('whatever happens, every event balances and the books say what the instalments say', () => {
  fc.assert(
    fc.property(story, ({ instalments, receipts, cancelled }) => {
      const plan = new PlanUnderWay(standardCollections);
      plan.open(planOf(instalments), begins);
      for (const [index, { reference, minor }] of receipts.entries()) {
        plan.receive(`R${reference}`, minor / 100, begins + index + 1);
        plan.tick(begins + (index + 1) * 86_400_000);
      }
      if (cancelled) plan.give({ type: 'cancel', reason: 'given up' }, begins + 50, fiona);

      const entries = entriesOf(plan);
      const sums = new Map<number, number>();
      for (const { seq, amount } of entries) sums.set(seq, (sums.get(seq) ?? 0) + amount.minor);
      expect([...sums.values()].filter((sum) => sum !== 0)).toEqual([]);

      const owed = receivables(plan.state).reduce((sum, { outstanding }) => sum + outstanding.minor, 0);
      expect(balance(plan, 'receivable')).toBe(owed);
      const paidIn = plan.state.receipts.reduce((sum, { amount }) => sum + amount.minor, 0);
      expect(balance(plan, 'cash')).toBe(paidIn);
      expect(balance(plan, 'customerCredit') + plan.state.credit.minor).toBe(0);
      const places = new Set(entries.map(({ seq, line }) => `${seq}.${line}`));
      expect(places.size).toBe(entries.length);
    }),
    { numRuns: 60 },
  );
});
