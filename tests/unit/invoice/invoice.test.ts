import fc from 'fast-check';
import { amountsOfGross, checkAmounts } from '../../../domain/invoice/amounts.ts';
import { invoiceKind } from '../../../domain/invoice/kind.ts';
import type { InvoiceInput, InvoiceState } from '../../../domain/invoice/model.ts';
import { type Money, money } from '../../../domain/money.ts';
import { specialInvoice } from '../../../domain/variants/invoice-special.ts';
import { standardInvoice } from '../../../domain/variants/invoice-standard.ts';
import { shanghai } from '../../support/calendar.ts';
import { actor } from '../../support/organisation.ts';
import { ProcessUnderWay } from '../../support/process-under-way.ts';

const asked = shanghai('2026-07-01 10:00');
const hour = 3_600_000;
const fiona = actor('fiona', 'finance');
const olivia = actor('olivia', 'sales');
const cny = (yuan: number): Money => money(Math.round(yuan * 100), 'CNY');

function invoiceOf(changes: Partial<InvoiceInput> = {}): InvoiceInput {
  return {
    title: 'Pump line',
    customer: { id: 'k1', name: 'Acme' },
    owner: 'olivia',
    dealId: null,
    form: 'digital',
    scope: { reference: 'C-102', planId: 'PP-1', instalmentIds: [], receipts: [] },
    amounts: amountsOfGross(cny(113), 1300),
    buyer: { title: 'Acme', taxNumber: '91310000MA1K35XX0B' },
    note: null,
    original: null,
    room: { agreed: cny(500), invoiced: cny(200) },
    overrideReason: null,
    ...changes,
  };
}

function opening(changes: Partial<InvoiceInput> = {}, by = olivia, variant = standardInvoice) {
  const invoice = new ProcessUnderWay<InvoiceState>(invoiceKind, 'IV-1', variant);
  return { invoice, outcome: invoice.open(invoiceOf(changes), asked, by) };
}

const refusal = (outcome: { ok: boolean; code?: string; field?: string }) => [outcome.ok, outcome.code, outcome.field];
const number = '26312000000012345678';
const issue = { type: 'issue', number, issuedOn: '2026-07-02' };

test('an invoice goes from the request to finance, to the customer, and ends when it is accepted', () => {
  const { invoice } = opening();
  expect(invoice.waits).toMatchObject([
    { action: 'invoice.issue', holder: 'fiona', dueAt: shanghai('2026-07-03 10:00'), next: { what: 'remind' } },
  ]);
  expect(invoice.give(issue, asked + hour, fiona).ok).toBe(true);
  expect(invoice.waits).toMatchObject([{ action: 'invoice.send', holder: 'olivia', subject: { number } }]);
  expect(invoice.told).toEqual([
    { type: 'noteEvent', event: 'invoiced', on: '2026-07-02', reference: number, share: 22.6 },
  ]);
  invoice.give({ type: 'send', via: 'taxPlatform', to: 'ap@acme.example' }, asked + 2 * hour, olivia);
  expect(invoice.waits).toMatchObject([{ action: 'invoice.acknowledge', on: 'customer', holder: 'olivia' }]);
  invoice.give({ type: 'acknowledge', by: 'Wang' }, asked + 3 * hour, olivia);
  expect(invoice.summary).toMatchObject({ status: 'closed', outcome: 'accepted', amount: cny(113) });
  expect(invoice.mails).toEqual(['invoice.requested fiona', 'invoice.issued olivia']);
  expect(invoice.replayed()).toEqual(invoice.state);
});

test('the same number again changes nothing, another one is too late', () => {
  const { invoice } = opening();
  invoice.give(issue, asked + 1, fiona);
  expect(invoice.give(issue, asked + 2, fiona)).toMatchObject({ ok: true, events: [] });
  expect(refusal(invoice.give({ ...issue, number: `${number.slice(0, -1)}9` }, asked + 3, fiona))[1]).toBe(
    'ILLEGAL_NOW',
  );
});

test('finance sends back what it cannot issue, and whoever asked corrects it', () => {
  const { invoice } = opening();
  expect(refusal(invoice.give({ type: 'sendBack', reason: ' ' }, asked + 1, fiona))[1]).toBe('REASON_REQUIRED');
  invoice.give({ type: 'sendBack', reason: 'tax number of the parent' }, asked + 1, fiona);
  expect(invoice.waits).toMatchObject([{ action: 'invoice.correct', holder: 'olivia' }]);
  const buyer = { title: 'Acme', taxNumber: '91310000MA1K35XX0C' };
  invoice.give({ type: 'resubmit', buyer }, asked + 2, olivia);
  expect(invoice.waits).toMatchObject([{ action: 'invoice.issue', holder: 'fiona' }]);
  expect(invoice.state.buyer).toEqual(buyer);
  invoice.give({ type: 'withdraw', reason: 'deal is off' }, asked + 3, olivia);
  expect(invoice.summary).toMatchObject({ status: 'closed', outcome: 'withdrawn' });
  expect(refusal(invoice.give(issue, asked + 4, fiona))[1]).toBe('CLOSED');
});

test('nobody but finance issues, and nobody but its people sends', () => {
  const { invoice } = opening();
  expect(refusal(invoice.give(issue, asked + 1, olivia))[1]).toBe('NOT_ALLOWED');
  invoice.give(issue, asked + 1, fiona);
  const send = { type: 'send', via: 'mail', to: 'ap@acme.example' };
  expect(refusal(invoice.give(send, asked + 2, actor('oskar', 'sales')))[1]).toBe('NOT_ALLOWED');
  expect(refusal(invoice.give({ ...send, to: ' ' }, asked + 2, olivia))).toEqual([false, 'INVALID', 'to']);
});

test('whoever is late is reminded of and escalated', () => {
  const { invoice } = opening();
  invoice.tick(shanghai('2026-07-03 10:00'));
  invoice.tick(shanghai('2026-07-06 10:00'));
  expect(invoice.mails.slice(1)).toEqual([
    'invoice.reminder fiona',
    'invoice.reminder fiona',
    'invoice.escalated marek',
  ]);
});

describe('no more is invoiced than was agreed', () => {
  const beyond = { amounts: amountsOfGross(cny(301), 1300) };

  test('unless finance says why', () => {
    expect(opening(beyond).outcome).toMatchObject({
      ok: false,
      code: 'OVER_INVOICED',
      facts: { agreed: '¥500.00', invoiced: '¥200.00', left: '¥300.00' },
    });
    const overrideReason = 'price rise by addendum';
    expect(refusal(opening({ ...beyond, overrideReason }).outcome)[1]).toBe('OVER_INVOICED');
    expect(opening({ ...beyond, overrideReason }, fiona).outcome.ok).toBe(true);
    expect(opening({ amounts: amountsOfGross(cny(300), 1300) }).outcome.ok).toBe(true);
  });

  test('and no more taken back than was invoiced', () => {
    const original = { id: 'IV-0', number: '12345678', left: cny(100) };
    const red = (yuan: number) => ({ original, room: null, amounts: amountsOfGross(cny(-yuan), 1300) });
    expect(opening(red(100)).outcome.ok).toBe(true);
    expect(opening(red(100.01)).outcome).toMatchObject({ ok: false, code: 'OVER_INVOICED' });
    expect(refusal(opening({ original, room: null }).outcome)).toEqual([false, 'INVALID', 'amounts.gross']);
    const { invoice } = opening(red(40));
    invoice.give(issue, asked + 1, fiona);
    expect(invoice.told).toEqual([]);
  });
});

test.each([
  ['no tax number', { buyer: { title: 'Acme' } }, 'FIELDS_MISSING', 'buyer.taxNumber'],
  ['a wrong tax number', { buyer: { title: 'Acme', taxNumber: '123' } }, 'INVALID', 'buyer.taxNumber'],
  ['nobody to make it out to', { buyer: { title: ' ', taxNumber: '91310000MA1K35XX0B' } }, 'INVALID', 'buyer.title'],
  [
    'tax at another rate',
    { amounts: { net: cny(100), tax: cny(6), gross: cny(106), rate: 1300 } },
    'INVALID',
    'amounts.tax',
  ],
  [
    'a sum that is none',
    { amounts: { net: cny(100), tax: cny(13), gross: cny(114), rate: 1300 } },
    'INVALID',
    'amounts.gross',
  ],
])('an invoice with %s is refused', (_, changes, code, field) => {
  expect(refusal(opening(changes).outcome)).toEqual([false, code, field]);
});

test('a special invoice needs all details of the buyer', () => {
  const { outcome } = opening({ form: 'special' }, olivia, specialInvoice);
  expect(outcome).toMatchObject({
    code: 'FIELDS_MISSING',
    facts: { missing: ['address', 'phone', 'bank', 'account'] },
  });
});

test.each([
  ['digital', '12345678', 'number'],
  ['general', '1234567', 'number'],
] as const)('a %s invoice has no number %s', (form, wrong, field) => {
  const { invoice } = opening({ form });
  expect(refusal(invoice.give({ ...issue, number: wrong }, asked + 1, fiona))).toEqual([false, 'INVALID', field]);
});

test('net and tax of any gross amount fit together, also below 0', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_00, max: 1_000_000_00 }).filter((minor) => minor !== 0),
      fc.constantFrom(0, 100, 300, 600, 900, 1300),
      (minor, rate) => {
        const amounts = amountsOfGross(money(minor, 'CNY'), rate);
        expect(amounts.net.minor + amounts.tax.minor).toBe(minor);
        expect(checkAmounts(amounts, minor < 0)).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});
