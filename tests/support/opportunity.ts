import { type Envelope, type Instance, unborn } from '../../domain/instance.ts';
import { opportunityKind } from '../../domain/opportunity/kind.ts';
import type { OpportunityInput, OpportunityState, OpportunityVariant } from '../../domain/opportunity/model.ts';
import type { Actor, EventBase } from '../../domain/process.ts';
import { definitionOf } from '../../domain/variant.ts';
import { standardOpportunity } from '../../domain/variants/opportunity-standard.ts';
import { chinaCalendar, shanghai } from './calendar.ts';
import { actor, type Organisation, run, start } from './organisation.ts';

/** A sales team: Li Na sells, Wang Wei manages her, Zhao reports to nobody. */
export const salesTeam: Organisation = [
  { id: 'lina', roles: ['sales'], manager: 'wangwei' },
  { id: 'chenjie', roles: ['sales'], manager: 'wangwei' },
  { id: 'wangwei', roles: ['manager'], manager: 'zhao' },
  { id: 'zhao', roles: ['manager'] },
  { id: 'ops', roles: ['sales-ops'] },
  { id: 'root', roles: ['admin'] },
];

const lina = actor('lina', 'sales');
export const monday = shanghai('2026-09-07 10:00');

export const newDeal: OpportunityInput = {
  title: 'Pump stations',
  customer: { id: 'cu1', name: 'Huaxia Water' },
  amount: { minor: 120_000_00, currency: 'CNY' },
  expectedClose: '2026-10-30',
  product: 'GTX Pro',
  source: 'fair',
  owner: 'lina',
  nextAction: null,
  engagedAt: null,
  stage: null,
  firstFollowUpAt: null,
};

/** A deal under test, with a clock and an organisation of its own. */
export class Deal {
  readonly unborn: Instance;
  instance: Instance;
  now = monday;
  organisation = salesTeam;
  effects: readonly { readonly type: string }[] = [];
  /** Everything that has happened so far. */
  readonly events: EventBase[] = [];
  private commands = 0;

  constructor(variant: OpportunityVariant = standardOpportunity as OpportunityVariant) {
    const frozen = { id: variant.id, hash: 'test', definition: definitionOf(variant) };
    this.unborn = unborn('OP-TEST', 'opportunity', frozen, chinaCalendar);
    this.instance = this.unborn;
  }

  get state(): OpportunityState {
    return this.instance.state as OpportunityState;
  }

  open(changes: Partial<OpportunityInput> = {}, by: Actor = lina) {
    return this.took(start(opportunityKind, this.instance, { ...newDeal, ...changes }, by, this));
  }

  /** Gives a command and answers the types of its events, or the code of its refusal. */
  give(command: { type: string; [field: string]: unknown }, by: Actor = lina, more: Partial<Envelope> = {}) {
    this.commands += 1;
    const envelope = { commandId: `c${this.commands}`, command, actor: by, ...more };
    return this.took(run(opportunityKind, this.instance, envelope, this));
  }

  tick(at: number) {
    this.now = at;
    return this.give({ type: 'tick' }, actor('system'));
  }

  waits() {
    return opportunityKind.waits(this.state);
  }

  private took(handling: ReturnType<typeof run>) {
    if (!handling.ok) return handling;
    this.instance = handling.instance;
    this.effects = handling.effects;
    this.events.push(...handling.events);
    return { ok: true as const, events: handling.events.map(({ type }) => type) };
  }
}
