import fc from 'fast-check';
import { receiptKind } from '../../../domain/receipt/kind.ts';
import { allocated, openAmount } from '../../../domain/receipt/state.ts';
import { largeReceipt } from '../../../domain/variants/receipt-large.ts';
import { standardReceipt } from '../../../domain/variants/receipt-standard.ts';
import { shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { ProcessUnderWay } from '../../support/process-under-way.ts';
import { acme, arrives, candidate, cny, fiona, olivia, receiptOf, received } from './setting.ts';

const refusal = (outcome: { ok: boolean; code?: string; field?: string }) => [outcome.ok, outcome.code, outcome.field];

test('what is beyond doubt goes to its plan at once, and the receipt is done', () => {
  const receipt = received({ candidates: [candidate()] });
  expect(receipt.told).toEqual([
    {
      type: 'recordReceipt',
      bankReference: 'ICBC-1',
      amount: cny(100),
      receivedOn: '2026-07-01',
      payer: 'Acme',
      instalmentId: 'i1',
      receiptId: 'RC-1',
    },
  ]);
  expect(receipt.waits).toEqual([]);
  expect(receipt.summary).toMatchObject({ status: 'closed', stage: 'settled', closedAt: arrives });
  expect(receipt.mails).toEqual([]);
  expect(receipt.balances()).toEqual({ cash: 100_00, unapplied: -100_00 });
});

test('what is not waits for finance, is reminded of and escalated', () => {
  const receipt = received({ customer: null, candidates: [candidate()] });
  expect(receipt.waits).toMatchObject([
    {
      action: 'receipt.match',
      holder: 'fiona',
      dueAt: shanghai('2026-07-02 10:00'),
      next: { what: 'remind' },
      subject: { number: 'ICBC-1', amount: cny(100) },
    },
  ]);
  receipt.tick(shanghai('2026-07-02 10:00'));
  receipt.tick(shanghai('2026-07-03 10:00'));
  expect(receipt.mails).toEqual([
    'receipt.toMatch fiona',
    'receipt.reminder fiona',
    'receipt.reminder fiona',
    'receipt.escalated marek',
  ]);
});

test('a person splits it over plans and keeps the rest as credit, which is used later', () => {
  const receipt = received({ amount: cny(500), customer: null });
  const parts = [
    { candidate: candidate(), amount: cny(100) },
    { candidate: candidate({ planId: 'PP-2', number: 'C-200/1', outstanding: cny(300) }), amount: cny(250) },
  ];
  receipt.give({ type: 'allocate', parts }, arrives + 1, fiona);
  expect(receipt.told.map(({ bankReference, amount }) => [bankReference, amount])).toEqual([
    ['ICBC-1', cny(100)],
    ['ICBC-1/2', cny(250)],
  ]);
  receipt.give({ type: 'keepAsCredit', customer: null }, arrives + 2, fiona);
  expect(receipt.waits).toMatchObject([{ action: 'receipt.useCredit', next: null, subject: { amount: cny(150) } }]);
  expect(receipt.balances()).toEqual({ cash: 500_00, customerCredit: -150_00, unapplied: -350_00 });

  const later = { candidate: candidate({ instalmentId: 'i2', outstanding: cny(150) }), amount: cny(150) };
  receipt.give({ type: 'allocate', parts: [later] }, arrives + 3, fiona);
  expect(receipt.summary.status).toBe('closed');
  expect(receipt.balances()).toEqual({ cash: 500_00, unapplied: -500_00 });
});

test.each([
  [
    'more than is open of an instalment',
    [{ candidate: candidate(), amount: cny(101) }],
    'EXCEEDS_OPEN',
    'parts.0.amount',
  ],
  [
    'more than came',
    [
      { candidate: candidate(), amount: cny(100) },
      { candidate: candidate({ instalmentId: 'i2' }), amount: cny(60) },
    ],
    'EXCEEDS_OPEN',
    'parts',
  ],
  ['nothing', [], 'INVALID', 'parts'],
  [
    'another currency',
    [{ candidate: candidate({ outstanding: { minor: 5, currency: 'USD' } }), amount: { minor: 5, currency: 'USD' } }],
    'CURRENCY_MISMATCH',
    'parts.0.amount.currency',
  ],
])('nobody gives out %s', (_, parts, code, field) => {
  const receipt = received({ amount: cny(150), customer: null });
  expect(refusal(receipt.give({ type: 'allocate', parts }, arrives + 1, fiona))).toEqual([false, code, field]);
});

test('only finance or its holder decides what a receipt is for', () => {
  const receipt = received({ customer: null });
  const command = { type: 'allocate', parts: [{ candidate: candidate(), amount: cny(100) }] };
  expect(refusal(receipt.give(command, arrives + 1, olivia))).toEqual([false, 'NOT_ALLOWED', undefined]);
  expect(refusal(receipt.give({ type: 'assign', to: 'olivia' }, arrives + 1, fiona))[1]).toBe('PERSON_UNAVAILABLE');
  receipt.give({ type: 'assign', to: 'opal' }, arrives + 1, fiona);
  expect(receipt.give(command, arrives + 2, actor('opal', 'sales-ops')).ok).toBe(true);
});

test('a plan that does not take its part sends the receipt back to a person, with the money', () => {
  const receipt = received({ candidates: [candidate()] });
  const system = actor('system');
  receipt.give({ type: 'allocationRefused', allocation: 1, code: 'CLOSED' }, arrives + 60_000, system);
  expect(receipt.summary).toMatchObject({ status: 'open', stage: 'matching', closedAt: null });
  expect(receipt.waits).toMatchObject([
    { action: 'receipt.match', openedAt: arrives + 60_000, subject: { amount: cny(100) } },
  ]);
  expect(receipt.mails).toEqual(['receipt.toMatch fiona']);
});

test('a wrong allocation is taken back with a reason, and matched again under another reference', () => {
  const receipt = received({ amount: cny(200), candidates: [candidate({ outstanding: cny(200) })], customer: acme });
  receipt.give({ type: 'allocationRefused', allocation: 1, code: 'CLOSED' }, arrives + 1, actor('system'));
  const part = { candidate: candidate({ outstanding: cny(200) }), amount: cny(50) };
  receipt.give({ type: 'allocate', parts: [part] }, arrives + 2, fiona);
  expect(refusal(receipt.give({ type: 'release', allocation: 2, reason: ' ' }, arrives + 3, fiona))[1]).toBe(
    'REASON_REQUIRED',
  );
  receipt.give({ type: 'release', allocation: 2, reason: 'other contract' }, arrives + 3, fiona);
  expect(receipt.told.at(-1)).toEqual({
    type: 'reverseReceipt',
    bankReference: 'ICBC-1/2',
    on: '2026-07-01',
    reason: 'other contract',
  });
  expect(openAmount(receipt.state)).toEqual(cny(200));
});

describe('an acceptance draft', () => {
  const draft = { number: 'D-9', drawer: 'Acme', maturesOn: '2026-10-01' };
  const held = () => received({ method: 'draft', draft, remittance: 'C-102', candidates: [candidate()] }, largeReceipt);

  test('pays its instalment, is no money until it matures, and then is', () => {
    const receipt = held();
    expect(receipt.told).toHaveLength(1);
    expect(receipt.balances()).toEqual({ drafts: 100_00, unapplied: -100_00 });
    // The day lies in the long holiday: the bank opens again on the 8th.
    const maturesAt = shanghai('2026-10-08 09:00');
    expect(receipt.waits).toMatchObject([{ action: 'receipt.mature', next: { at: maturesAt, what: 'bookDraft' } }]);
    receipt.tick(maturesAt - 1);
    expect(receipt.balance('cash')).toBe(0);
    receipt.tick(maturesAt);
    expect(receipt.balances()).toEqual({ cash: 100_00, unapplied: -100_00 });
    expect(receipt.summary.status).toBe('closed');
  });

  test('that bounces takes everything back', () => {
    const receipt = held();
    receipt.give({ type: 'reverse', reason: 'not honoured' }, arrives + 5, fiona);
    expect(receipt.told.at(-1)).toEqual({
      type: 'reverseReceipt',
      bankReference: 'ICBC-1',
      on: '2026-07-01',
      reason: 'not honoured',
    });
    expect(receipt.events.at(-1)).toMatchObject({ type: 'ReceiptReversed', bounced: true });
    expect(receipt.balances()).toEqual({});
    expect(refusal(receipt.give({ type: 'reverse', reason: 'x' }, arrives + 6, fiona))[1]).toBe('CLOSED');
  });
});

test('money that is not for us is set aside to go back, and only while nothing of it is used', () => {
  const receipt = received({ customer: null });
  receipt.give({ type: 'reject', reason: 'sent to the wrong company' }, arrives + 1, fiona);
  expect(receipt.summary).toMatchObject({ status: 'closed', outcome: 'rejected' });
  expect(receipt.balances()).toEqual({ cash: 100_00, toReturn: -100_00 });

  const used = received({ amount: cny(150), candidates: [candidate()], remittance: 'C-102' });
  expect(refusal(used.give({ type: 'reject', reason: 'x' }, arrives + 1, fiona))[1]).toBe('ILLEGAL_NOW');
});

test.each([
  [{ bankReference: ' ' }, 'bankReference'],
  [{ amount: { minor: 0, currency: 'CNY' } }, 'amount.minor'],
  [{ receivedOn: '2026-02-30' }, 'receivedOn'],
  [{ method: 'draft' as const }, 'draft'],
])('a receipt with %j is refused', (changes, field) => {
  const receipt = new ProcessUnderWay(receiptKind, 'RC-1', standardReceipt);
  expect(refusal(receipt.open(receiptOf(changes), arrives, fiona))).toEqual([false, 'INVALID', field]);
});

const happening = fc.oneof(
  fc.record({ what: fc.constant('allocate' as const), minor: fc.integer({ min: 1, max: 200_00 }) }),
  fc.record({ what: fc.constant('release' as const), number: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ what: fc.constant('refused' as const), number: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ what: fc.constant('credit' as const) }),
  fc.record({ what: fc.constant('reverse' as const) }),
  fc.record({ what: fc.constant('reject' as const) }),
  fc.record({ what: fc.constant('later' as const), hours: fc.integer({ min: 1, max: 900 }) }),
);

test('whatever happens, nothing is lost, the books balance, and an open receipt has a holder', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 15 }), fc.boolean(), (happenings, isDraft) => {
      const draft = { number: 'D', drawer: 'Acme', maturesOn: '2026-07-20' };
      const receipt = received(
        isDraft ? { amount: cny(300), customer: null, method: 'draft', draft } : { amount: cny(300), customer: null },
      );
      let now = arrives;
      for (const next of happenings) {
        now += 60_000;
        if (next.what === 'later') now += next.hours * 3_600_000;
        receipt.tick(now);
        if (next.what === 'allocate') {
          const amount = { minor: next.minor, currency: 'CNY' };
          receipt.give(
            { type: 'allocate', parts: [{ candidate: candidate({ outstanding: cny(250) }), amount }] },
            now,
            fiona,
          );
        }
        if (next.what === 'release')
          receipt.give({ type: 'release', allocation: next.number, reason: 'r' }, now, fiona);
        if (next.what === 'refused') {
          receipt.give({ type: 'allocationRefused', allocation: next.number, code: 'CLOSED' }, now, actor('system'));
        }
        if (next.what === 'credit') receipt.give({ type: 'keepAsCredit', customer: acme }, now, fiona);
        if (next.what === 'reverse') receipt.give({ type: 'reverse', reason: 'r' }, now, fiona);
        if (next.what === 'reject') receipt.give({ type: 'reject', reason: 'r' }, now, fiona);

        const { state } = receipt;
        const parts = allocated(state).minor + state.credit.minor + openAmount(state).minor;
        expect(parts).toBe(state.ended ? 0 : 300_00);
        expect(state.credit.minor).toBeGreaterThanOrEqual(0);
        expect(Object.values(receipt.balances()).reduce((sum, each) => sum + each, 0)).toBe(0);
        if (receipt.summary.status === 'open') expect(receipt.waits.length).toBeGreaterThan(0);
        else expect(receipt.waits).toEqual([]);
        expect(receipt.replayed()).toEqual(state);
      }
    }),
    { numRuns: 150 },
  );
});
