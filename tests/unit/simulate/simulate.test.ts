import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Invoice, invoiceFrom } from '../../../cli/simulate/invoice-row.ts';
import { parseSimulateOptions } from '../../../cli/simulate/options.ts';
import { reportText } from '../../../cli/simulate/report.ts';
import { runInvoice, simulated } from '../../../cli/simulate/run-invoice.ts';
import { simulate } from '../../../cli/simulate/simulate.ts';
import { Courses } from '../../../cli/simulate/work.ts';
import { addDays, isWorkday } from '../../../domain/calendar.ts';
import { customerActions } from '../../../domain/payment-plan/model.ts';
import { keyAccountCollections } from '../../../domain/variants/payment-plan-key-account.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { chinaWorkingCalendar } from '../../../prisma/china-days.ts';

const calendar = chinaWorkingCalendar(2024);
const until = '2026-06-30';
const standard = simulated(standardCollections);

const invoice = (changes: Partial<Invoice> = {}): Invoice => ({
  number: 'IV-1',
  customer: 'Acme',
  invoicedOn: '2025-03-03',
  dueOn: '2025-04-10',
  amountMinor: 100_00,
  currency: 'CNY',
  settledOn: null,
  disputed: false,
  ...changes,
});

const did = (changes: Partial<Invoice>) =>
  runInvoice(invoice(changes), standard, calendar, until).flatMap((step) => step.did);

describe('an invoice of the past', () => {
  it('that was never paid climbs the whole ladder on working days', () => {
    const steps = runInvoice(invoice(), standard, calendar, until);
    expect(steps.flatMap((step) => step.did)).toEqual([
      'sendNotice',
      'sendReminder',
      'sendSecondReminder',
      'remind',
      'sendFormalLetter',
      'escalateToManager',
      'escalateToFinance',
      'escalateToLegal',
    ]);
    for (const { on } of steps) expect(isWorkday(calendar, on)).toBe(true);
  });

  it('is not chased once it is paid, nor on the day of the payment, nor while it is in dispute', () => {
    expect(did({ settledOn: '2025-04-10' })).toEqual(['sendNotice']);
    expect(did({ settledOn: '2025-04-11' })).toEqual(['sendNotice']);
    expect(did({ settledOn: '2025-04-14' })).toEqual(['sendNotice', 'sendReminder']);
    expect(did({ settledOn: '2025-03-01' })).toEqual([]);
    expect(did({ disputed: true })).toEqual([]);
  });

  it('that is still open is followed until the last day and no longer', () => {
    expect(runInvoice(invoice(), standard, calendar, '2025-04-11').flatMap((step) => step.did)).toEqual([
      'sendNotice',
      'sendReminder',
    ]);
  });
});

const past = fc.record({
  invoicedOn: fc.integer({ min: 0, max: 400 }).map((days) => addDays('2024-02-01', days)),
  term: fc.integer({ min: 0, max: 120 }),
  late: fc.option(fc.integer({ min: -30, max: 150 }), { nil: null }),
  disputed: fc.boolean(),
});
const pastInvoice = past.map(({ invoicedOn, term, late, disputed }) => {
  const dueOn = addDays(invoicedOn, term);
  return invoice({ invoicedOn, dueOn, disputed, settledOn: late === null ? null : addDays(dueOn, late) });
});

it('never chases after the payment, whatever the invoice and the ladder', () => {
  fc.assert(
    fc.property(pastInvoice, fc.constantFrom(standardCollections, keyAccountCollections), (one, variant) => {
      const steps = runInvoice(one, simulated(variant), calendar, until);
      for (const { on } of steps) if (one.settledOn !== null) expect(on < one.settledOn).toBe(true);
      // A colleague may be told on the day of a letter; the customer hears of it once.
      const letters = steps.filter(({ did }) =>
        did.some((action) => customerActions.some((known) => known === action)),
      );
      expect(new Set(letters.map(({ on }) => on)).size).toBe(letters.length);
    }),
    { numRuns: 150 },
  );
});

it('takes a course from memory exactly as it would have run it', () => {
  const setting = {
    variants: [standard],
    calendar,
    dates: 'yyyy-mm-dd',
    currency: 'CNY',
    until,
    listLetters: false,
  } as const;
  const courses = new Courses(setting);
  fc.assert(
    fc.property(pastInvoice, fc.integer({ min: 0, max: 200 }), (one, earlier) => {
      courses.of({ ...one, invoicedOn: addDays(one.invoicedOn, -earlier), number: 'IV-0', amountMinor: 7 });
      expect(courses.of(one)).toEqual([runInvoice(one, standard, calendar, until)]);
    }),
    { numRuns: 60 },
  );
});

describe('a row of the file', () => {
  const fields = {
    number: 'IV-1',
    customer: '杭州泵业',
    invoice_date: '03/04/2025',
    due_date: '03/05/2025',
    amount: '1,234.50',
    currency: '',
    settled_date: '',
    disputed: '是',
  };
  const setting = { dates: 'dd-mm-yyyy', currency: 'CNY' } as const;

  it('is read in the way its dates are written', () => {
    expect(invoiceFrom(fields, setting)).toMatchObject({
      invoicedOn: '2025-04-03',
      dueOn: '2025-05-03',
      amountMinor: 123_450,
      settledOn: null,
      disputed: true,
    });
  });

  it.each([
    ['invoice_date', { invoice_date: '2025-04-03' }],
    ['invoice_date', { invoice_date: '31/02/2025' }],
    ['due_date', { due_date: '02/04/2025' }],
    ['amount', { amount: '-5' }],
    ['amount', { amount: '0' }],
    ['number', { number: '' }],
    ['disputed', { disputed: 'maybe' }],
    ['currency', { currency: 'RMB1' }],
  ])('with a wrong %s is named', (column, wrong) => {
    expect(invoiceFrom({ ...fields, ...wrong }, setting)).toMatchObject({ column });
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'invoices.csv');

  it('is run through two ladders, its bad rows listed and its letters too', async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const day = addDays('2025-01-02', index % 200);
      const settled = index % 10 === 0 ? '' : addDays(day, 30 + (index % 40));
      return `IV-${index},Acme,${day},${addDays(day, 30)},${100 + index}.00,${settled}`;
    });
    writeFileSync(
      file,
      ['发票号,customer,invoice_date,due_date,amount,settled_date', ...rows, 'bad,x,y,z,1,', 'too,few'].join('\n'),
    );
    const options = parseSimulateOptions([
      ...['--receivables', file, '--variant', 'paymentPlan.standard', '--against', 'paymentPlan.keyAccount'],
      ...[
        '--columns',
        'number=发票号',
        '--errors',
        join(folder, 'errors.csv'),
        '--letters',
        join(folder, 'letters.csv'),
      ],
    ]);
    const outcome = await simulate(options, { calendar, today: until });
    expect(outcome.history).toMatchObject({ invoices: 3_000, open: 300 });
    expect(outcome.bad).toBe(2);
    expect(readFileSync(join(folder, 'errors.csv'), 'utf8').trim().split('\n')).toHaveLength(3);
    for (const { tally } of outcome.variants) expect(tally.afterPayment).toBe(0);
    const [first, second] = outcome.variants;
    expect(first?.tally.actions.sendReminder).toBeGreaterThan(second?.tally.actions.sendReminder ?? 0);
    const letters = readFileSync(join(folder, 'letters.csv'), 'utf8').trim().split('\n');
    const steps = (['sendNotice', 'sendReminder'] as const).map(
      (action) => letters.filter((line) => line.includes(action)).length,
    );
    expect(steps[0]).toBe((first?.tally.actions.sendNotice ?? 0) + (second?.tally.actions.sendNotice ?? 0));
    expect(reportText(outcome)).toContain('3,000 invoices');
  }, 60_000);

  it.each([
    [['--variant', 'paymentPlan.standard']],
    [['--receivables', 'x.csv']],
    [['--receivables', 'x.csv', '--variant', 'v', '--columns', 'nothing=x']],
    [['--receivables', 'x.csv', '--variant', 'v', '--dates', 'whenever']],
    [['--receivables', 'x.csv', '--variant', 'v', '--workers', '0']],
    [['--receivables', 'x.csv', '--variant', 'v', '--until', 'later']],
    [['--unknown']],
  ])('is not begun with wrong options %j', (argv) => {
    expect(() => parseSimulateOptions(argv)).toThrow();
  });

  it('that is missing, or lacks a column, says so', async () => {
    const errors = join(folder, 'errors.csv');
    const base = ['--variant', 'paymentPlan.standard', '--workers', '1', '--errors', errors];
    const run = (receivables: string) =>
      simulate(parseSimulateOptions(['--receivables', receivables, ...base]), { calendar, today: until });
    await expect(run(join(folder, 'nowhere.csv'))).rejects.toThrow(/nowhere/);
    writeFileSync(file, 'number,customer\n1,2\n');
    await expect(run(file)).rejects.toThrow(/invoice_date/);
  }, 60_000);
});
