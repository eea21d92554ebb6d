import type { WorkingCalendar } from '../../../domain/calendar.ts';
import type { BillingContact, InstalmentInput } from '../../../domain/deal.ts';
import type { StampedMail } from '../../../domain/effects.ts';
import type { Rejection } from '../../../domain/errors.ts';
import { evolveInstance, type Handled, type Instance, unborn, waitsOf } from '../../../domain/instance.ts';
import { type Money, money } from '../../../domain/money.ts';
import type { PaymentPlanCommand } from '../../../domain/payment-plan/commands.ts';
import type { PaymentPlanEvent } from '../../../domain/payment-plan/events.ts';
import { paymentPlanKind } from '../../../domain/payment-plan/kind.ts';
import type { MailLine } from '../../../domain/payment-plan/mails.ts';
import type {
  Instalment,
  PaymentPlanInput,
  PaymentPlanState,
  PaymentPlanVariant,
} from '../../../domain/payment-plan/model.ts';
import type { Directory } from '../../../domain/people.ts';
import { type Actor, type KernelCommand, systemActor } from '../../../domain/process.ts';
import { definitionOf } from '../../../domain/variant.ts';
import type { Wait } from '../../../domain/wait.ts';
import { chinaCalendar } from '../../support/calendar.ts';
import { actor, type Organisation, run, start } from '../../support/organisation.ts';
import { plainCollections } from '../../support/plain-collections.ts';

/** Olivia sells, Marek manages her and Dora him; two people in finance, one in legal. */
const company: Organisation = [
  { id: 'olivia', roles: ['sales'], manager: 'marek' },
  { id: 'oskar', roles: ['sales'], manager: 'marek' },
  { id: 'marek', roles: ['manager'], manager: 'dora' },
  { id: 'dora', roles: ['manager'] },
  { id: 'felix', roles: ['finance'] },
  { id: 'fiona', roles: ['finance'] },
  { id: 'lena', roles: ['legal'] },
  { id: 'opal', roles: ['sales-ops'] },
  { id: 'ada', roles: ['admin'] },
];

/** The company while some of its people are away. */
export function without(...absent: readonly string[]): Organisation {
  return company.map((employee) => ({ ...employee, away: absent.includes(employee.id) }));
}

export const olivia = actor('olivia', 'sales');
export const fiona = actor('fiona', 'finance');
export const marek = actor('marek', 'manager');
export const opal = actor('opal', 'sales-ops');
export const ada = actor('ada', 'admin');

export const contact: BillingContact = { name: 'Wang Fang', email: 'wang.fang@customer.example', locale: 'zh-CN' };

export const cny = (yuan: number): Money => money(Math.round(yuan * 100), 'CNY');

export function part(label: string, yuan: number, dueOn: string): InstalmentInput {
  return { label, amount: cny(yuan), dueOn };
}

/** Input for a plan of these instalments. */
export function planOf(
  instalments: readonly InstalmentInput[],
  changes: Partial<PaymentPlanInput> = {},
): PaymentPlanInput {
  return {
    reference: 'C-102',
    title: 'Pump line',
    customer: { id: 'k1', name: 'Acme' },
    contact,
    owner: 'olivia',
    financeOwner: 'fiona',
    total: money(
      instalments.reduce((whole, { amount }) => whole + amount.minor, 0),
      'CNY',
    ),
    terms: null,
    instalments,
    origin: null,
    dealId: null,
    ...changes,
  };
}

export const linesOf = (mail: StampedMail): readonly MailLine[] => JSON.parse(String(mail.details.lines));

/** Whom a mail goes to: a user's id or a customer's address. */
export const recipientOf = ({ to }: StampedMail): string => ('user' in to ? to.user : to.contact.email);

/** A plan under way with everything that has happened to it, driven the way the shell drives it. */
export class PlanUnderWay {
  organisation: Organisation = company;
  /** Answers that are not the ordinary ones, by the key of the question. */
  known: Directory = {};
  readonly launched: { readonly processId: string; readonly input: unknown }[] = [];
  readonly events: PaymentPlanEvent[] = [];
  readonly mails: StampedMail[] = [];
  readonly blank: Instance;
  instance: Instance;
  private given = 0;

  constructor(variant: PaymentPlanVariant = plainCollections, calendar: WorkingCalendar = chinaCalendar) {
    const frozen = { id: variant.id, hash: 'h', definition: definitionOf(variant) };
    this.blank = unborn('PP-1', 'paymentPlan', frozen, calendar);
    this.instance = this.blank;
  }

  open(input: PaymentPlanInput, now: number): Handled | Rejection {
    const { organisation } = this;
    return this.keep(start(paymentPlanKind, this.instance, input, systemActor, { now, organisation }));
  }

  give(
    command: PaymentPlanCommand | KernelCommand | { type: 'replaceCalendar'; calendar: WorkingCalendar },
    now: number,
    by: Actor = systemActor,
    expectedVersion?: number,
  ): Handled | Rejection {
    const { organisation, known } = this;
    this.given += 1;
    const envelope = { commandId: `c${this.given}`, command: { ...command }, actor: by, expectedVersion };
    return this.keep(run(paymentPlanKind, this.instance, envelope, { now, organisation, known }));
  }

  /** The mails of one tick. */
  tick(now: number): readonly StampedMail[] {
    const before = this.mails.length;
    this.give({ type: 'tick' }, now);
    return this.mails.slice(before);
  }

  receive(bankReference: string, yuan: number, now: number, more: { instalmentId?: string } = {}): Handled | Rejection {
    return this.give(
      { type: 'recordReceipt', bankReference, amount: cny(yuan), receivedOn: '2026-09-01', ...more },
      now,
      fiona,
    );
  }

  get state(): PaymentPlanState {
    return this.instance.state as PaymentPlanState;
  }

  get waits(): readonly Wait[] {
    return waitsOf(paymentPlanKind, this.instance);
  }

  instalment(id: string): Instalment {
    const found = this.state.instalments.find((instalment) => instalment.id === id);
    if (!found) throw new RangeError(`The plan has no instalment ${id}`);
    return found;
  }

  /** The state as replaying every event gives it. */
  replayed(): Instance {
    return this.events.reduce((instance, event) => evolveInstance(paymentPlanKind, instance, event), this.blank);
  }

  private keep(outcome: Handled | Rejection): Handled | Rejection {
    if (!outcome.ok) return outcome;
    this.instance = outcome.instance;
    this.events.push(...(outcome.events as readonly PaymentPlanEvent[]));
    for (const effect of outcome.effects) {
      if (effect.type === 'mail') this.mails.push(effect.mail);
      if (effect.type === 'launch') this.launched.push(effect);
    }
    return outcome;
  }
}
