import { hoursOf, type Instant, instantAt, type LocalDate, type WorkingCalendar } from '../../domain/calendar.ts';
import type { Rejection } from '../../domain/errors.ts';
import {
  begin,
  type FrozenVariant,
  type Handled,
  type Handling,
  handle,
  summaryOf,
  unborn,
  waitsOf,
} from '../../domain/instance.ts';
import { opportunityKind } from '../../domain/opportunity/kind.ts';
import type { OpportunityInput } from '../../domain/opportunity/model.ts';
import { type Directory, queryKey } from '../../domain/people.ts';
import type { Actor, EventBase } from '../../domain/process.ts';
import { questionKey } from '../../domain/question.ts';
import { chooseVariant } from '../../domain/variants/index.ts';
import { nextInstant } from '../../domain/wait.ts';
import { freeze } from '../../gateway/digest.ts';
import {
  type FreshProcess,
  genesisHash,
  type RecordedEvent,
  type RecordRequest,
  workflowIdFor,
} from '../../workflows/messages.ts';
import type { Deal } from './deals-file.ts';
import type { CompanyIds } from './identities.ts';

/** What turns a row of the pipeline into a process. */
export interface DealFactory {
  readonly ids: CompanyIds;
  readonly currency: string;
  readonly tenant: string;
  readonly now: Instant;
  /** List prices by product. */
  readonly prices: ReadonlyMap<string, number | null>;
  /** Those agents, by id, who are active and present today. */
  readonly present: ReadonlySet<string>;
  /** The company's calendar as it counts in the year of a day. */
  calendarOf(day: LocalDate): WorkingCalendar;
  readonly calendar: WorkingCalendar;
}

const frozen = new Map<string, FrozenVariant>();

function variantFor(input: OpportunityInput): FrozenVariant {
  const variant = chooseVariant('opportunity', input);
  if (!variant) throw new Error(`No variant covers ${input.title}`);
  const known = frozen.get(variant.id) ?? freeze(variant);
  frozen.set(variant.id, known);
  return known;
}

function ownerOf(deal: Deal, { ids }: DealFactory): string {
  const owner = ids.people.idOf.get(deal.agent);
  if (owner === undefined) throw new Error(`${deal.agent} has no id`);
  return owner;
}

/** The agent of the file did what the file tells; the channel says that it came by import. */
function agentAs(owner: string): Actor {
  return { id: owner, roles: ['sales'], channel: 'import' };
}

/** The value of a deal that was won; for all others, which have none, the list price as the amount expected. */
function inputOf(deal: Deal, factory: DealFactory): OpportunityInput {
  const { product, account, stage, closeMinor } = deal;
  const { ids, currency, prices } = factory;
  const customerId = account === null ? undefined : ids.customers.idOf.get(account);
  const minor = stage === 'Won' ? closeMinor : (prices.get(product) ?? null);
  return {
    title: account === null ? product : `${product}, ${account}`,
    customer: account === null || customerId === undefined ? null : { id: customerId, name: account },
    amount: minor === null ? null : { minor, currency },
    expectedClose: null,
    product,
    source: null,
    owner: ownerOf(deal, factory),
    nextAction: null,
    engagedAt: null,
    stage: stage === 'Prospecting' ? 'prospecting' : 'engaging',
    firstFollowUpAt: null,
  };
}

/** The files know days only: what begins on a day begins when the company opens, what ends on it ends when it closes. */
function opening(calendar: WorkingCalendar, day: LocalDate): Instant {
  return instantAt(calendar, day, hoursOrMondays(calendar, day)[0]?.[0] ?? 0);
}

function closing(calendar: WorkingCalendar, day: LocalDate): Instant {
  return instantAt(calendar, day, hoursOrMondays(calendar, day).at(-1)?.[1] ?? 0);
}

function hoursOrMondays(calendar: WorkingCalendar, day: LocalDate) {
  const hours = hoursOf(calendar, day);
  return hours.length > 0 ? hours : (calendar.week[1] ?? []);
}

function directoryWith(owner: string, name: string, present: boolean): Directory {
  const people = present ? [{ id: owner, name, roles: ['sales'] as const }] : [];
  return { [queryKey({ find: 'person', id: owner })]: people };
}

/**
 * An open deal as the process it is to become. Deals that were only looked at have no engage date: they count as first
 * contacted at the moment they come in, since nothing earlier is known.
 */
export function openDeal(deal: Deal, firstFollowUpAt: Instant, factory: DealFactory): FreshProcess | Rejection {
  const { now, calendar, present } = factory;
  const { engagedOn, processId } = deal;
  const engagedAt = engagedOn === null ? null : Math.min(now, opening(calendar, engagedOn));
  const input: OpportunityInput = { ...inputOf(deal, factory), engagedAt, firstFollowUpAt };
  const actor = agentAs(input.owner);
  const variant = variantFor(input);
  const directory = directoryWith(input.owner, deal.agent, present.has(input.owner));
  const instance = unborn(processId, 'opportunity', variant, calendar);
  const begun = settled(begin(opportunityKind, instance, input, { now, actor, directory }));
  if (!begun.ok) return begun;
  return { id: processId, kind: 'opportunity', variant, calendar, input, actor, commandId: commandIdOf(deal) };
}

/** A deal that has ended as its record: decided by the same rules as any other, at its own dates. */
export function endedDeal(deal: Deal, factory: DealFactory): RecordRequest | Rejection {
  const { processId, engagedOn, closedOn, stage } = deal;
  if (engagedOn === null || closedOn === null) throw new Error(`${processId} has ended without its dates`);
  const calendar = factory.calendarOf(engagedOn);
  const endedAt = Math.min(factory.now, closing(calendar, closedOn));
  const engagedAt = Math.min(endedAt, opening(calendar, engagedOn));
  const input: OpportunityInput = { ...inputOf(deal, factory), engagedAt };
  const actor = agentAs(input.owner);
  const variant = variantFor(input);
  // Agents were there at the time, whether or not they still are.
  const directory = directoryWith(input.owner, deal.agent, true);
  const instance = unborn(processId, 'opportunity', variant, calendar);
  const begun = settled(begin(opportunityKind, instance, input, { now: engagedAt, actor, directory }));
  if (!begun.ok) return begun;
  const command =
    stage === 'Won'
      ? { type: 'recordEnd', outcome: 'won' }
      : { type: 'recordEnd', outcome: 'lost', lostReason: 'unknown' };
  const envelope = { commandId: `${commandIdOf(deal)}/end`, command, actor };
  const ended = settled(handle(opportunityKind, begun.instance, envelope, { now: endedAt, directory }));
  if (!ended.ok) return ended;
  return recordOf(ended, factory.tenant, [
    ...begun.events.map((event) => ({ event, actor, commandId: commandIdOf(deal) })),
    ...ended.events.map((event) => ({ event, actor, commandId: envelope.commandId })),
  ]);
}

const commandIdOf = ({ processId }: Deal): string => `import/${processId.slice(processId.indexOf('-') + 1)}`;

/** Nothing here asks about anybody but the agent, so that the rules never need to be asked twice. */
function settled(handling: Handling): Handled | Rejection {
  if (handling.ok !== 'needs') return handling;
  throw new Error(`The rules ask for more than the import knows: ${handling.queries.map(questionKey).join(', ')}`);
}

function recordOf(
  { instance, effects }: Handled,
  tenant: string,
  events: readonly { readonly event: EventBase; readonly actor: Actor; readonly commandId: string }[],
): RecordRequest {
  if (effects.length > 0) throw new Error(`${instance.id} has ended and yet something is to follow from it`);
  const { id: processId, kind, variant, calendar, state, failures } = instance;
  const waits = waitsOf(opportunityKind, instance);
  return {
    tenant,
    processId,
    kind,
    workflowId: workflowIdFor(kind, tenant, processId),
    variantId: variant.id,
    variantHash: variant.hash,
    calendar: { id: calendar.id, version: calendar.version },
    previousVersion: 0,
    previousHash: genesisHash,
    events: events.map((event, index): RecordedEvent => ({ seq: index + 1, ...event })),
    snapshot: { state, failures },
    summary: summaryOf(opportunityKind, instance),
    waits,
    nextAt: nextInstant(waits) ?? null,
    mails: [],
  };
}
