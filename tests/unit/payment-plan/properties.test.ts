import fc from 'fast-check';
import { addDays, intoWorkingTime, type WorkingCalendar } from '../../../domain/calendar.ts';
import { isClosed } from '../../../domain/instance.ts';
import { money } from '../../../domain/money.ts';
import { outstanding } from '../../../domain/payment-plan/instalment.ts';
import { paymentPlanKind } from '../../../domain/payment-plan/kind.ts';
import { keyAccountCollections } from '../../../domain/variants/payment-plan-key-account.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { contact, fiona, linesOf, marek, PlanUnderWay, planOf, without } from './setting.ts';

const begins = shanghai('2026-07-01 11:00');
const day = 24 * 3_600_000;

const calendars: readonly WorkingCalendar[] = [
  chinaCalendar,
  { ...chinaCalendar, version: 2, exceptions: {} },
  {
    ...chinaCalendar,
    version: 3,
    exceptions: { ...chinaCalendar.exceptions, '2026-08-03': 'holiday', '2026-09-30': 'holiday' },
  },
];

const instalments = fc.array(
  fc.record({
    label: fc.constantFrom('Advance', 'Delivery', 'Rest'),
    amount: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 50_000 })).map((n) => money(n, 'CNY')),
    dueOn: fc.integer({ min: -60, max: 120 }).map((days) => addDays('2026-07-01', days)),
  }),
  { minLength: 1, maxLength: 5 },
);

const id = fc.integer({ min: 1, max: 5 }).map((number) => `i${number}`);

const absent = fc.subarray(['olivia', 'oskar', 'marek', 'dora', 'felix', 'fiona', 'lena', 'opal', 'ada']);

const happening = fc.oneof(
  { weight: 9, arbitrary: fc.record({ what: fc.constant('timer' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('jump' as const), by: fc.integer({ min: -day, max: 15 * day }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constant('receipt' as const),
      reference: fc.integer({ min: 1, max: 12 }).map((number) => `R${number}`),
      minor: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 40_000 })),
      instalmentId: fc.option(id, { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('payExactly' as const),
      instalmentId: id,
      short: fc.integer({ min: 0, max: 101 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('contact' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('owner' as const), to: fc.constantFrom('olivia', 'oskar') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('absence' as const),
      of: absent,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('calendar' as const), calendar: fc.constantFrom(...calendars) }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

const story = fc.record({
  variant: fc.constantFrom(standardCollections, keyAccountCollections),
  instalments,
  reachable: fc.integer({ min: 0, max: 3 }).map((number) => number > 0),
  absent,
  startsAfter: fc.integer({ min: 0, max: 3 * day }),
  happenings: fc.array(happening, { maxLength: 40 }),
});
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** A story told step by step, with a ledger of the money handed in that knows nothing of the plan's own. */
class Told {
  readonly plan: PlanUnderWay;
  now: number;
  readonly handedIn = new Map<string, number>();
  private seen = 0;

  constructor({ variant, instalments, reachable, absent, startsAfter }: Story) {
    this.plan = new PlanUnderWay(variant);
    this.plan.organisation = without(...absent);
    this.now = begins + startsAfter;
    const opened = this.plan.open(planOf(instalments, { contact: reachable ? contact : null }), this.now);
    if (!opened.ok) throw new Error(opened.message);
  }

  happens(next: Happening): void {
    switch (next.what) {
      case 'timer': {
        const at = nextInstant(this.plan.waits);
        if (at !== undefined) this.now = Math.max(at, this.now);
        this.plan.tick(this.now);
        break;
      }
      case 'jump':
        this.now += next.by;
        this.plan.tick(this.now);
        break;
      case 'receipt':
        this.receive(next.reference, next.minor, next.instalmentId);
        break;
      case 'payExactly': {
        const target = this.plan.state.instalments.find((instalment) => instalment.id === next.instalmentId);
        const minor = target ? outstanding(target).minor - next.short : 0;
        if (minor > 0) this.receive(`exact-${this.handedIn.size}`, minor, next.instalmentId);
        break;
      }
      case 'contact':
        this.plan.give({ type: 'setContact', contact }, this.now, fiona);
        break;
      case 'owner':
        this.plan.give({ type: 'changeOwner', to: next.to }, this.now, marek);
        break;
      case 'absence':
        this.plan.organisation = without(...next.of);
        break;
      case 'calendar':
        this.plan.give({ type: 'replaceCalendar', calendar: next.calendar }, this.now);
        break;
      default:
        next satisfies never;
    }
  }

  private receive(bankReference: string, minor: number, instalmentId: string | undefined): void {
    const amount = money(minor, 'CNY');
    const known = this.plan.state.instalments.some((instalment) => instalment.id === instalmentId);
    const command = { type: 'recordReceipt' as const, bankReference, amount, receivedOn: '2026-07-01' };
    const outcome = this.plan.give(known ? { ...command, instalmentId } : command, this.now, fiona);
    if (outcome.ok && !this.handedIn.has(bankReference)) this.handedIn.set(bankReference, minor);
  }

  /** Mails since the last look. */
  fresh() {
    const mails = this.plan.mails.slice(this.seen);
    this.seen = this.plan.mails.length;
    return mails;
  }

  /** What each instalment has been allotted, by the events alone. */
  allotted(instalmentId: string): number {
    return this.plan.events
      .flatMap((event) => (event.type === 'ReceiptRecorded' ? event.receipt.allocations : []))
      .filter((allocation) => allocation.instalmentId === instalmentId)
      .reduce((whole, { amount }) => whole + amount.minor, 0);
  }
}

/** Tells random stories and looks at the plan after its beginning and after everything that happens. */
function always(look: (told: Told, input: Story) => void): void {
  fc.assert(
    fc.property(story, (input) => {
      const told = new Told(input);
      look(told, input);
      for (const next of input.happenings) {
        told.happens(next);
        look(told, input);
      }
    }),
    { numRuns: 120, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true },
  );
}

it('never loses money', () => {
  always((told, { variant, instalments: agreed }) => {
    const { plan, handedIn } = told;
    const allotted = plan.state.instalments.map(({ id }) => told.allotted(id));
    const received = [...handedIn.values()].reduce((whole, minor) => whole + minor, 0);
    expect(allotted.reduce((whole, minor) => whole + minor, 0) + plan.state.credit.minor).toBe(received);
    for (const [index, instalment] of plan.state.instalments.entries()) {
      const open = outstanding(instalment).minor;
      const { difference } = instalment;
      expect((allotted[index] ?? 0) + difference.minor + open).toBe(agreed[index]?.amount.minor);
      expect(open).toBeGreaterThanOrEqual(0);
      expect(difference.minor).toBeLessThanOrEqual(variant.tolerance);
      if (difference.minor > 0) expect(open).toBe(0);
    }
    if (plan.state.credit.minor > 0) expect(plan.state.closed?.outcome).toBe('paid');
  });
});

it('never chases anybody for what has been paid, and writes to a customer once at most each time', () => {
  always((told, { variant }) => {
    const letters = told.fresh().filter(({ to }) => 'contact' in to);
    expect(letters.length).toBeLessThanOrEqual(1);
    for (const letter of letters) {
      expect(letter.onlyWhileOpen).toBe(true);
      const lines = linesOf(letter);
      expect(lines.map(({ instalment }) => instalment)).toContain(letter.wait.id);
      for (const line of lines) {
        const { amount } = told.plan.instalment(line.instalment);
        const open = amount.minor - told.allotted(line.instalment);
        expect(open).toBeGreaterThan(told.allotted(line.instalment) > 0 ? variant.tolerance : 0);
      }
    }
  });
});

it('acts on each step of an instalment once at most, in order and within opening hours', () => {
  always(({ plan }) => {
    const highest = new Map<string, number>();
    for (const event of plan.events) {
      if (event.type !== 'RungReached') continue;
      expect(event.step).toBeGreaterThan(highest.get(event.instalmentId) ?? 0);
      highest.set(event.instalmentId, event.step);
    }
    expect(new Set(plan.mails.map(({ key }) => key)).size).toBe(plan.mails.length);
    const last = plan.events.at(-1);
    if (last?.type === 'RungReached') expect(intoWorkingTime(plan.instance.calendar, last.at)).toBe(last.at);
  });
});

it('is never open without a wait that somebody holds, and has none once it has ended', () => {
  always(({ plan }) => {
    const { waits, state } = plan;
    if (isClosed(paymentPlanKind, plan.instance)) {
      expect(waits).toEqual([]);
      return;
    }
    expect(waits.length).toBeGreaterThan(0);
    for (const wait of waits) {
      const { ladder } = plan.instalment(wait.id);
      expect(wait.holder).not.toBe('');
      expect(wait.subject.amount?.minor).toBeGreaterThan(0);
      expect(wait.next?.at).toBe(ladder.rungs[ladder.reached]?.at);
    }
    expect(waits.map(({ id }) => id).sort()).toEqual(
      state.instalments.filter((instalment) => outstanding(instalment).minor > 0).map(({ id }) => id),
    );
  });
});

it('has nothing left to do right after a tick, so that its timer never spins', () => {
  always(({ plan, now }) => {
    plan.tick(now);
    expect(nextInstant(plan.waits) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
  });
});

it('comes to the same state when its events are replayed, and travels as JSON', () => {
  always(({ plan }) => {
    expect(plan.replayed()).toEqual(plan.instance);
    expect(JSON.parse(JSON.stringify(plan.instance))).toEqual(plan.instance);
  });
});
