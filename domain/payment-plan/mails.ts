import { localTime } from '../calendar.ts';
import type { BillingContact } from '../deal.ts';
import type { Effect, Notice, NoticeDetails } from '../effects.ts';
import { formatMoney } from '../money.ts';
import type { UserId } from '../people.ts';
import type { Suspicion } from './collection-facts.ts';
import {
  daysLate,
  hasDueDay,
  type InstalmentStatus,
  instalmentNumber,
  instalmentStatus,
  openInstalments,
  outstanding,
  overdueLevel,
  standsStill,
  totalOutstanding,
} from './instalment.ts';
import {
  type CustomerAction,
  customerActions,
  type Instalment,
  type InternalAction,
  type PaymentPlanContext,
  type PaymentPlanState,
} from './model.ts';

/** A message to the customer that a ladder step asks for. */
export interface Letter {
  readonly instalment: Instalment;
  readonly step: number;
  readonly action: CustomerAction;
}

/** A message to somebody inside the company, and why: a ladder step, or a letter that has no address to go to. */
export interface Report {
  readonly instalment: Instalment;
  readonly step: number;
  readonly to: UserId;
  readonly reason: InternalAction | 'noAddress';
  /** The letter that could not be sent. */
  readonly unsent: CustomerAction | null;
}

type Clock = Pick<PaymentPlanContext, 'now' | 'calendar'>;
type Mail = Extract<Effect, { type: 'mail' }>;

const noticeFor: Readonly<Record<CustomerAction, Notice>> = {
  sendNotice: 'payment.notice',
  sendReminder: 'payment.reminder',
  sendSecondReminder: 'payment.secondReminder',
  sendFormalLetter: 'payment.formalLetter',
};

/** One instalment as a mail lists it; `lines` of a mail's details is a JSON array of these. */
export interface MailLine {
  readonly instalment: string;
  readonly number: string;
  readonly label: string;
  readonly status: InstalmentStatus['status'];
  readonly level: number;
  readonly dueOn: string | null;
  readonly daysLate: number;
  /** What is still to be paid, with its currency. */
  readonly outstanding: string;
}

function lineFor(state: PaymentPlanState, instalment: Instalment, { now, calendar }: Clock): MailLine {
  return {
    instalment: instalment.id,
    number: instalmentNumber(state, instalment),
    label: instalment.label,
    status: instalmentStatus(instalment, now, calendar).status,
    level: overdueLevel(instalment),
    dueOn: instalment.dueOn,
    daysLate: daysLate(instalment, localTime(calendar, now).date),
    outstanding: formatMoney(outstanding(instalment)),
  };
}

/** What every payment mail shows: the instalment it is about, the lines it lists and the whole sum still open. */
function detailsOf(
  state: PaymentPlanState,
  about: Instalment,
  listed: readonly Instalment[],
  clock: Clock,
): NoticeDetails {
  const { instalment: _id, status: _status, ...line } = lineFor(state, about, clock);
  return {
    reference: state.reference,
    title: state.title,
    customer: state.customer.name,
    ...line,
    totalOutstanding: formatMoney(totalOutstanding(state)),
    lines: JSON.stringify(listed.map((instalment) => lineFor(state, instalment, clock))),
  };
}

/** The first of the highest, as `rank` has it. */
function highest<Item>(items: readonly [Item, ...Item[]], rank: (item: Item) => number): Item {
  return items.reduce((top, item) => (rank(item) > rank(top) ? item : top));
}

/** A letter lists what is open and neither awaits an event nor stands still by agreement. */
const mayBeAskedFor = (instalment: Instalment): boolean => hasDueDay(instalment) && !standsStill(instalment);

const severity = ({ action, step }: Letter): number => customerActions.indexOf(action) * 1_000 + step;

/**
 * The one mail a customer gets for all steps that have come due together: the sternest of them sets its tone, and it
 * lists everything that is open. `state` is the plan after the steps.
 */
export function customerMail(
  letters: readonly [Letter, ...Letter[]],
  contact: BillingContact,
  state: PaymentPlanState,
  clock: Clock,
): Mail {
  const { action, instalment, step } = highest(letters, severity);
  const notes = letters.flatMap(({ instalment: { letterNote } }) => letterNote ?? []);
  const note = [...new Set(notes)].join('\n\n') || null;
  return {
    type: 'mail',
    notice: noticeFor[action],
    to: { contact },
    waitId: instalment.id,
    step: String(step),
    details: {
      ...detailsOf(state, instalment, openInstalments(state).filter(mayBeAskedFor), clock),
      contact: contact.name,
      note,
    },
    onlyWhileOpen: true,
  };
}

function reportMail(reports: readonly [Report, ...Report[]], state: PaymentPlanState, clock: Clock): Mail {
  const { instalment, step, to, reason, unsent } = highest(reports, (report) => report.step);
  const listed = reports.map((report) => report.instalment);
  return {
    type: 'mail',
    notice: 'payment.escalated',
    to: { user: to },
    waitId: instalment.id,
    step: `${step}.${reason}`,
    details: { ...detailsOf(state, instalment, listed, clock), reason, unsent: unsent && noticeFor[unsent] },
  };
}

/** Mails to people inside the company: one for each person and reason, listing the instalments concerned. */
export function reportMails(reports: readonly Report[], state: PaymentPlanState, clock: Clock): readonly Mail[] {
  const gathered = new Map<string, [Report, ...Report[]]>();
  for (const report of reports) {
    const key = `${report.reason}/${report.to}`;
    const others = gathered.get(key);
    if (others) others.push(report);
    else gathered.set(key, [report]);
  }
  return [...gathered.values()].map((together) => reportMail(together, state, clock));
}

/** What somebody inside is asked to do, or told, about one instalment. */
export const paymentTasks = [
  'promiseBroken',
  'disputeOpened',
  'disputeRaised',
  'escalationRaised',
  'paymentSuspected',
  'receiptReversed',
  'writeOffEnded',
] as const;
export type PaymentTask = (typeof paymentTasks)[number];

/** Tells somebody inside about one instalment. `step` makes it one particular mail about its wait. */
export function taskMail(
  state: PaymentPlanState,
  { id }: Instalment,
  to: UserId,
  task: PaymentTask,
  step: string,
  more: NoticeDetails = {},
): Mail {
  const { reference, title, customer } = state;
  const details = { reference, title, customer: customer.name, task, ...more };
  return { type: 'mail', notice: 'payment.task', to: { user: to }, waitId: id, step, details };
}

/** Asks finance to look whether the customer has paid. */
export function suspicionMail(state: PaymentPlanState, instalment: Instalment, suspicion: Suspicion): Mail {
  const { step, why, references, holder, asked } = suspicion;
  const found = references.slice(0, 5).join(', ') || null;
  return taskMail(state, instalment, holder, 'paymentSuspected', `suspicion.${step}.${asked}`, { why, found });
}

/** Shows a letter to whoever looks after the customer before it goes out. */
export function previewMail(
  state: PaymentPlanState,
  instalment: Instalment,
  to: UserId,
  step: number,
  clock: Clock,
): Mail {
  const actions = instalment.ladder.rungs[step - 1]?.do ?? [];
  const action = customerActions.find((known) => actions.includes(known)) ?? 'sendReminder';
  return {
    type: 'mail',
    notice: 'payment.preview',
    to: { user: to },
    waitId: instalment.id,
    step: `preview.${step}`,
    details: {
      ...detailsOf(state, instalment, [instalment], clock),
      letter: noticeFor[action],
      contact: state.contact?.name ?? null,
      email: state.contact?.email ?? null,
    },
    onlyWhileOpen: true,
  };
}

/** Asks somebody whether the event an instalment waits for has happened. */
export function eventMail(state: PaymentPlanState, { id, awaiting }: Instalment, to: UserId): Mail {
  return {
    type: 'mail',
    notice: 'payment.eventAwaited',
    to: { user: to },
    waitId: id,
    step: `event.${(awaiting?.asked ?? 0) + 1}`,
    details: {
      reference: state.reference,
      title: state.title,
      customer: state.customer.name,
      event: awaiting?.event ?? null,
    },
    onlyWhileOpen: true,
  };
}

/** Tells the owner that everything has been paid. `last` is the instalment that was paid last. */
export function settledMail(state: PaymentPlanState, last: Instalment): Mail {
  return {
    type: 'mail',
    notice: 'payment.settled',
    to: { user: state.owner },
    waitId: last.id,
    step: 'settled',
    details: {
      reference: state.reference,
      title: state.title,
      customer: state.customer.name,
      total: formatMoney(state.total),
      credit: state.credit.minor > 0 ? formatMoney(state.credit) : null,
    },
  };
}
