import type { Instant } from '../../domain/calendar.ts';
import { type CreditStanding, creditKey } from '../../domain/credit.ts';
import type { StampedEffect } from '../../domain/effects.ts';
import { type Envelope, type Instance, unborn } from '../../domain/instance.ts';
import { money } from '../../domain/money.ts';
import type { OrderCommand } from '../../domain/order/command.ts';
import { orderKind } from '../../domain/order/kind.ts';
import type { LineInput, OrderInput, OrderState, OrderVariant } from '../../domain/order/model.ts';
import { type OrderStage, stageOf } from '../../domain/order/stage.ts';
import type { Directory } from '../../domain/people.ts';
import type { Actor, EventBase, KernelCommand } from '../../domain/process.ts';
import { definitionOf } from '../../domain/variant.ts';
import { standardOrder } from '../../domain/variants/order-standard.ts';
import { chinaCalendar, shanghai } from './calendar.ts';
import { actor, type Organisation, run, start } from './organisation.ts';

/** Li Na sells for Wang Wei; He Yun and Gao Feng move goods, Zhang Qiang is finance. */
export const orderCompany: Organisation = [
  { id: 'lina', roles: ['sales'], manager: 'wangwei' },
  { id: 'chenjie', roles: ['sales'], manager: 'wangwei' },
  { id: 'wangwei', roles: ['manager'], manager: 'zhao' },
  { id: 'zhao', roles: ['manager'] },
  { id: 'gaofeng', roles: ['logistics'], manager: 'zhao' },
  { id: 'heyun', roles: ['logistics'], manager: 'gaofeng' },
  { id: 'zhangqiang', roles: ['finance'], manager: 'zhao' },
  { id: 'ops', roles: ['sales-ops'] },
  { id: 'root', roles: ['admin'] },
];

export const lina = actor('lina', 'sales');
export const wangwei = actor('wangwei', 'manager');
export const heyun = actor('heyun', 'logistics');
export const zhangqiang = actor('zhangqiang', 'finance');
export const system = actor('system');

export const terminal: LineInput = {
  product: { id: 'pr-pro', name: 'Terminal Pro' },
  unit: 'pcs',
  quantity: 10_000,
  unitPrice: 1_130_00,
  discount: 0,
  taxRate: 1_300,
  requirements: null,
};

export const cable: LineInput = {
  product: { id: null, name: 'Cable' },
  unit: 'm',
  quantity: 12_500,
  unitPrice: 8_00,
  discount: 500,
  taxRate: 1_300,
  requirements: 'In one piece',
};

/** An order of ten terminals and 12.5 m of cable, prices with tax. */
export const newOrder: OrderInput = {
  title: 'Terminals',
  customerReference: 'PO-1',
  lines: [terminal, cable],
  terms: null,
  deliverTo: null,
  shipBy: null,
  remarks: null,
  owner: 'lina',
  customer: { id: 'cu1', name: 'Huaxia Water' },
  currency: 'CNY',
  taxMode: 'inclusive',
  speed: 'standard',
  dealId: null,
  contractId: null,
  contractPlan: null,
};

/** How a customer stands who owes an overdue amount. */
export function owing(yuan: number, code: CreditStanding['reasons'][number]['code'] = 'overdue'): CreditStanding {
  const amount = money(yuan * 100, 'CNY');
  const reason = { code, planId: 'PP-1', instalment: 'C-1/1', amount, daysLate: 20, brokenPromises: 0 };
  return {
    customerId: 'cu1',
    onHold: true,
    reasons: [reason],
    open: [amount],
    overdue: [amount],
    exemption: null,
    asOf: 0,
  };
}

/** An order under test, with a clock and an organisation of its own. */
export class OrderUnderWay {
  readonly unborn: Instance;
  instance: Instance;
  now: Instant = shanghai('2026-09-07 10:00');
  organisation = orderCompany;
  known: Directory = {};
  effects: readonly StampedEffect[] = [];
  /** Everything it has asked for so far. */
  readonly everything: StampedEffect[] = [];
  /** Everything that has happened so far. */
  readonly events: EventBase[] = [];
  private commands = 0;

  constructor(variant: OrderVariant = standardOrder) {
    const frozen = { id: variant.id, hash: 'test', definition: definitionOf(variant) };
    this.unborn = unborn('SO-TEST', 'order', frozen, chinaCalendar);
    this.instance = this.unborn;
  }

  get state(): OrderState {
    return this.instance.state as OrderState;
  }

  get stage(): OrderStage {
    return stageOf(this.state);
  }

  /** Steps waited for, each with the shipment or return it is about. */
  get waitsFor(): readonly string[] {
    return this.state.tasks.map(({ step, about }) => (about === null ? step : `${step} ${about}`));
  }

  /** Makes the customer owe something, or nothing. */
  owes(standing: CreditStanding | null): this {
    const key = creditKey({ find: 'creditStanding', customer: 'cu1' });
    this.known = standing ? { [key]: standing } : {};
    return this;
  }

  open(changes: Partial<OrderInput> = {}, by: Actor = lina) {
    return this.took(start(orderKind, this.instance, { ...newOrder, ...changes }, by, this));
  }

  /** Gives a command and answers the types of its events, or its refusal. */
  give(command: OrderCommand | KernelCommand, by: Actor = lina, more: Partial<Envelope> = {}) {
    this.commands += 1;
    const envelope = { commandId: `c${this.commands}`, command: { ...command }, actor: by, ...more };
    return this.took(run(orderKind, this.instance, envelope, this));
  }

  tick(at: Instant) {
    this.now = at;
    return this.give({ type: 'tick' }, system);
  }

  waits() {
    return orderKind.waits(this.state);
  }

  /** The approval under way ends. */
  approval(outcome: 'approved' | 'rejected' = 'approved') {
    const approvalId = this.state.approval?.id ?? '';
    return this.give(
      {
        type: 'approvalEnded',
        approvalId,
        subject: 'order',
        documentHash: '',
        outcome,
        endedBy: 'wangwei',
        comment: 'Seen',
      },
      system,
    );
  }

  /** An order that has been submitted, approved and, where the variant wants it, confirmed. */
  confirmed(changes: Partial<OrderInput> = {}): this {
    this.open(changes);
    this.give({ type: 'submit' });
    if (this.state.approval) this.approval();
    if (this.state.confirmedAt === null) this.give({ type: 'confirm' });
    return this;
  }

  /** Picks and dispatches a quantity of the first line, or sends it in one step. */
  send(quantity: number, lineId = 'l1') {
    const carriage = { carrier: 'SF', trackingNumber: 'SF1', outboundNumber: 'CK-1' };
    const lines = [{ lineId, quantity }];
    if (this.instance.variant.id !== standardOrder.id) return this.give({ type: 'ship', lines, ...carriage }, heyun);
    const picked = this.give({ type: 'pick', lines }, heyun);
    if (!picked.ok || !picked.events.includes('ShipmentPicked')) return picked;
    return this.give({ type: 'dispatch', shipmentId: `s${this.state.shipmentNo}`, ...carriage }, heyun);
  }

  /** Commands the order has told other processes in its last step, as type and process. */
  get tells() {
    return this.effects.flatMap((effect) => (effect.type === 'tell' ? [effect] : []));
  }

  /** Notices asked for in the last step, each with whom it goes to. */
  get mails() {
    return this.effects.flatMap((effect) => {
      if (effect.type !== 'mail') return [];
      const { notice, to } = effect.mail;
      return [`${notice} ${'user' in to ? to.user : to.contact.email}`];
    });
  }

  private took(handling: ReturnType<typeof run>) {
    if (!handling.ok) return handling;
    this.instance = handling.instance;
    this.effects = handling.effects;
    this.everything.push(...handling.effects);
    this.events.push(...handling.events);
    return { ok: true as const, events: handling.events.map(({ type }) => type) };
  }
}
