import {
  addDays,
  type Instant,
  instantAt,
  type LocalDate,
  localTime,
  type WorkingCalendar,
} from '../../domain/calendar.ts';
import type { PaymentPlanCommand } from '../../domain/payment-plan/commands.ts';
import type { PaymentPlanEvent } from '../../domain/payment-plan/events.ts';
import { paymentPlanKind } from '../../domain/payment-plan/kind.ts';
import type {
  CollectionAction,
  PaymentPlanContext,
  PaymentPlanInput,
  PaymentPlanState,
  PaymentPlanVariant,
} from '../../domain/payment-plan/model.ts';
import type { Directory } from '../../domain/people.ts';
import { type Actor, type KernelCommand, type Outcome, systemActor } from '../../domain/process.ts';
import { type Definition, definitionOf } from '../../domain/variant.ts';
import { nextInstant } from '../../domain/wait.ts';
import type { Invoice } from './invoice-row.ts';

/** A step that would have been taken. */
export interface Step {
  readonly on: LocalDate;
  readonly did: readonly CollectionAction[];
  readonly wrote: boolean;
  /** Calendar days after the due day; negative before it. */
  readonly daysLate: number;
}

/** A plan whose clock rings more often than this has a ladder without an end. */
const mostTicks = 500;

/** Payments of a day are on record before the first letter of that day. */
const paymentsKnownAt = 60;

/** One person holds every office and is always there. */
const everybody = [{ id: 'anybody', name: 'anybody', roles: [] }];
const directory: Directory = new Proxy({} as Directory, { get: () => everybody });

/** The variant as a simulation runs it: escalations are accepted at once, and the bank is read every day. */
export function simulated(variant: PaymentPlanVariant): Definition<PaymentPlanVariant> {
  const { escalation: _accepted, bankCheck: _read, ...definition } = definitionOf(variant);
  return definition;
}

function inputFor({ number, customer, amountMinor, currency, dueOn }: Invoice): PaymentPlanInput {
  const total = { minor: amountMinor, currency };
  return {
    reference: number,
    title: number,
    customer: { id: customer, name: customer },
    contact: { name: customer, email: 'nobody@simulation.invalid', locale: 'zh-CN' },
    owner: 'anybody',
    financeOwner: null,
    total,
    terms: null,
    instalments: [{ label: number, amount: total, dueOn }],
    origin: null,
    dealId: null,
  };
}

/** One invoice on its way through the rules, with a clock that skips from one instant to the next. */
class Run {
  readonly steps: Step[] = [];
  private state: PaymentPlanState | undefined;
  private readonly invoice: Invoice;
  private readonly variant: Definition<PaymentPlanVariant>;
  private readonly calendar: WorkingCalendar;

  constructor(invoice: Invoice, variant: Definition<PaymentPlanVariant>, calendar: WorkingCalendar) {
    this.invoice = invoice;
    this.variant = variant;
    this.calendar = calendar;
  }

  begin(now: Instant): void {
    this.take(paymentPlanKind.start(inputFor(this.invoice), this.context(now, systemActor)));
  }

  give(command: PaymentPlanCommand | KernelCommand, now: Instant, actor: Actor = systemActor): void {
    if (this.state) this.take(paymentPlanKind.decide(this.state, command, this.context(now, actor)));
  }

  next(): Instant | undefined {
    return this.state && !this.state.closed ? nextInstant(paymentPlanKind.waits(this.state)) : undefined;
  }

  private context(now: Instant, actor: Actor): PaymentPlanContext {
    const { variant, calendar } = this;
    return { processId: 'PP-SIMULATED', now, actor, variant, calendar, directory };
  }

  private take(outcome: Outcome<PaymentPlanEvent>): void {
    if (!outcome.ok) throw new Error(`${this.invoice.number}: ${outcome.code}: ${outcome.message}`);
    for (const event of outcome.events) {
      this.state = paymentPlanKind.evolve(this.state, event);
      if (event.type === 'RungReached') this.note(event);
    }
  }

  private note({ at, did, wroteTo }: Extract<PaymentPlanEvent, { type: 'RungReached' }>): void {
    const on = localTime(this.calendar, at).date;
    const daysLate = Math.round((Date.parse(on) - Date.parse(this.invoice.dueOn)) / 86_400_000);
    this.steps.push({ on, did, wrote: wroteTo !== null, daysLate });
  }
}

/**
 * What the rules would have done about an invoice, by the same `decide` and `evolve` that run live. An open one is
 * followed until the end of `until`.
 */
export function runInvoice(
  invoice: Invoice,
  variant: Definition<PaymentPlanVariant>,
  calendar: WorkingCalendar,
  until: LocalDate,
): readonly Step[] {
  const { invoicedOn, settledOn, disputed, dueOn, number, amountMinor, currency } = invoice;
  const startsAt = instantAt(calendar, invoicedOn, variant.sendAt);
  const settledAt = settledOn === null ? undefined : instantAt(calendar, settledOn, paymentsKnownAt);
  if (settledAt !== undefined && settledAt <= startsAt) return [];
  const run = new Run(invoice, variant, calendar);
  run.begin(startsAt);
  if (disputed) run.give(disputeOf(dueOn, invoicedOn), startsAt);
  const end = settledAt ?? instantAt(calendar, addDays(until, 1), 0);
  for (let at = run.next(), ticks = 0; at !== undefined && at < end; at = run.next(), ticks += 1) {
    if (ticks > mostTicks) throw new Error(`${number}: the ladder of ${variant.id} never ends`);
    run.give({ type: 'tick' }, at);
  }
  if (settledOn !== null && settledAt !== undefined) {
    const amount = { minor: amountMinor, currency };
    run.give({ type: 'recordReceipt', bankReference: number, amount, receivedOn: settledOn }, settledAt);
    // Nothing may come after the payment; were anything still planned, it would show here.
    for (let at = run.next(), ticks = 0; at !== undefined && ticks < mostTicks; at = run.next(), ticks += 1) {
      run.give({ type: 'tick' }, at);
    }
  }
  return run.steps;
}

/** A disputed invoice stands still from its first day; history does not say how the dispute ended. */
function disputeOf(dueOn: LocalDate, invoicedOn: LocalDate): PaymentPlanCommand {
  const most = addDays(invoicedOn, 90);
  const settledBy = dueOn <= invoicedOn ? addDays(invoicedOn, 1) : dueOn < most ? dueOn : most;
  return {
    type: 'openDispute',
    instalmentId: 'i1',
    reason: 'other',
    note: 'Disputed in the history',
    dueOn: settledBy,
    owner: 'anybody',
  };
}
