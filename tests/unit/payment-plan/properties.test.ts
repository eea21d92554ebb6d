import fc from 'fast-check';
import { addDays, intoWorkingTime, localTime, type WorkingCalendar } from '../../../domain/calendar.ts';
import { isClosed } from '../../../domain/instance.ts';
import { money } from '../../../domain/money.ts';
import type { PaymentPlanCommand } from '../../../domain/payment-plan/commands.ts';
import { isOpen, outstanding, standsStill } from '../../../domain/payment-plan/instalment.ts';
import { paymentPlanKind } from '../../../domain/payment-plan/kind.ts';
import { systemActor } from '../../../domain/process.ts';
import { questionKey } from '../../../domain/question.ts';
import { keyAccountCollections } from '../../../domain/variants/payment-plan-key-account.ts';
import { standardCollections } from '../../../domain/variants/payment-plan-standard.ts';
import { nextInstant } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';
import { plainCollections } from '../../support/plain-collections.ts';
import { ada, contact, fiona, linesOf, marek, PlanUnderWay, planOf, without } from './setting.ts';

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
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('reversal' as const),
      reference: fc.integer({ min: 1, max: 12 }).map((n) => `R${n}`),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('steering' as const),
      how: fc.constantFrom(
        'promise',
        'pause',
        'resume',
        'dispute',
        'reinstated',
        'creditNote',
        'writeOff',
        'approved',
        'rejected',
        'fee',
        'waive',
        'hold',
        'clear',
        'accept',
      ),
      instalmentId: id,
      share: fc.integer({ min: 1, max: 100 }),
      days: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('bank' as const), suspicious: fc.boolean() }) },
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
  variant: fc.constantFrom(plainCollections, standardCollections, keyAccountCollections),
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
      case 'reversal': {
        const reverse = {
          type: 'reverseReceipt' as const,
          bankReference: next.reference,
          on: '2026-07-01',
          reason: 'x',
        };
        if (this.plan.give(reverse, this.now, fiona).ok) this.handedIn.set(next.reference, 0);
        break;
      }
      case 'steering':
        this.plan.give(
          this.steering(next),
          this.now,
          next.how === 'approved' || next.how === 'rejected' ? systemActor : ada,
        );
        break;
      case 'bank': {
        const unmatched = next.suspicious
          ? [{ reference: 'RC-1', amount: money(1, 'CNY'), receivedOn: '2026-07-01' }]
          : [];
        this.plan.known = {
          [questionKey({ find: 'paymentSigns', customer: 'k1' })]: { unmatched, bankReadUntil: null },
        };
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

  private steering({ how, instalmentId, share, days }: Extract<Happening, { what: 'steering' }>): PaymentPlanCommand {
    const day = addDays(localTime(this.plan.instance.calendar, this.now).date, days);
    const target = this.plan.state.instalments.find((instalment) => instalment.id === instalmentId);
    const open = target ? outstanding(target).minor : 1;
    const amount = money(Math.max(1, Math.floor((open * share) / 100)), 'CNY');
    const approvalId = target?.writeOff?.approvalId ?? 'AP-0';
    const [fee] = target?.fees ?? [];
    const ended = {
      type: 'approvalEnded' as const,
      approvalId,
      subject: 'writeOff' as const,
      documentHash: 'f'.repeat(64),
      endedBy: 'marek',
      comment: null,
    };
    switch (how) {
      case 'promise':
        return { type: 'recordPromise', instalmentId, amount, on: day, by: 'Wang', channel: 'phone' };
      case 'pause':
        return { type: 'pause', instalmentId, until: day, reason: 'x', owner: 'olivia' };
      case 'resume':
        return { type: 'resume', instalmentId };
      case 'dispute':
        return { type: 'openDispute', instalmentId, reason: 'price', note: 'x', amount, dueOn: day };
      case 'reinstated':
        return { type: 'resolveDispute', instalmentId, outcome: 'reinstated', note: 'x' };
      case 'creditNote':
        return { type: 'creditNote', instalmentId, number: `CN-${this.now}`, amount, on: day, reason: 'x' };
      case 'writeOff':
        return { type: 'requestWriteOff', instalmentId, amount, reason: 'x' };
      case 'approved':
      case 'rejected':
        return { ...ended, outcome: how };
      case 'fee':
        return { type: 'claimFee', instalmentId, amount, why: 'interest', reason: 'x' };
      case 'waive':
        return { type: 'waiveFee', instalmentId, feeId: fee?.id ?? 'f1', reason: 'x' };
      case 'hold':
        return { type: 'holdLetter', instalmentId, until: day, reason: 'x' };
      case 'clear':
        return { type: 'clearSuspicion', instalmentId, note: 'x' };
      case 'accept':
        return { type: 'acceptEscalation', instalmentId };
      default:
        return how satisfies never;
    }
  }

  /** Mails since the last look. */
  fresh() {
    const mails = this.plan.mails.slice(this.seen);
    this.seen = this.plan.mails.length;
    return mails;
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

const total = (amounts: readonly { readonly minor: number }[]) =>
  amounts.reduce((whole, { minor }) => whole + minor, 0);

it('never loses money', () => {
  always((told, { variant, instalments: agreed }) => {
    const { state } = told.plan;
    const received = [...told.handedIn.values()].reduce((whole, minor) => whole + minor, 0);
    expect(total(state.instalments.map((part) => part.received)) + state.credit.minor).toBe(received);
    expect(total(state.instalments.map(({ amount }) => amount))).toBe(total(agreed.map(({ amount }) => amount)));
    for (const { amount, allocations, credit } of state.receipts) {
      expect(total(allocations.map((part) => part.amount)) + credit.minor).toBe(amount.minor);
    }
    for (const instalment of state.instalments) {
      expect(outstanding(instalment).minor).toBeGreaterThanOrEqual(0);
      expect(instalment.received.minor).toBeGreaterThanOrEqual(0);
      expect(instalment.difference.minor).toBeLessThanOrEqual(variant.tolerance);
    }
    if (state.closed) expect(state.instalments.every((part) => !isOpen(part))).toBe(true);
  });
});

it('never chases anybody for what has been paid or stands still, and writes to a customer once at most each time', () => {
  always((told) => {
    const letters = told.fresh().filter(({ to }) => 'contact' in to);
    expect(letters.length).toBeLessThanOrEqual(1);
    for (const letter of letters) {
      expect(letter.onlyWhileOpen).toBe(true);
      const lines = linesOf(letter);
      expect(lines.map(({ instalment }) => instalment)).toContain(letter.wait.id);
      for (const line of lines) {
        const instalment = told.plan.instalment(line.instalment);
        expect(outstanding(instalment).minor).toBeGreaterThan(0);
        expect(standsStill(instalment)).toBe(false);
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
      expect(wait.holder).not.toBe('');
      expect(wait.subject.amount?.minor).toBeGreaterThan(0);
      const mayRest = ['payment.collect', 'payment.await', 'payment.dispute', 'payment.writeOff'];
      if (!mayRest.includes(wait.action)) expect(wait.next).not.toBeNull();
    }
    const ofInstalments = waits.filter(({ action }) => action !== 'payment.accept').map(({ id }) => id);
    const open = state.instalments.filter(isOpen).map(({ id }) => id);
    expect(ofInstalments).toEqual(expect.arrayContaining(open));
    expect(new Set(waits.map(({ id }) => id)).size).toBe(waits.length);
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
