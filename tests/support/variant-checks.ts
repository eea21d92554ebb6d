import { isDeepStrictEqual } from 'node:util';
import { evaluate, isEntered } from '../../domain/approval/condition.ts';
import { nodesIn } from '../../domain/approval/flow.ts';
import { approvalSubjects } from '../../domain/approval/subject.ts';
import type { ApprovalVariant } from '../../domain/approval/variant.ts';
import type { WorkingCalendar } from '../../domain/calendar.ts';
import { type ContractVariant, contractTypes } from '../../domain/contract/model.ts';
import { contractNumber } from '../../domain/contract/number.ts';
import { termLadder } from '../../domain/contract/term.ts';
import { faultInTerms } from '../../domain/deal.ts';
import type { Kind } from '../../domain/effects.ts';
import { incidentSubjects } from '../../domain/incident/model.ts';
import { invoiceForms } from '../../domain/invoice/model.ts';
import { plan, type Rung } from '../../domain/ladder.ts';
import type { Money } from '../../domain/money.ts';
import type { OpportunityVariant } from '../../domain/opportunity/model.ts';
import { type OrderVariant, orderSpeeds } from '../../domain/order/model.ts';
import type { PaymentPlanVariant } from '../../domain/payment-plan/model.ts';
import { receiptMethods } from '../../domain/receipt/model.ts';
import { definitionOf } from '../../domain/variant.ts';
import type { AnyVariant } from '../../domain/variants/index.ts';
import { chinaCalendar, shanghai } from './calendar.ts';

/** The registry, or one that a test has put together. */
export type Registry = Readonly<Record<Kind, readonly AnyVariant[]>>;

const minors = [0, 1, 199_999_99, 499_999_99, 500_000_00, 999_999_99, 1_000_000_00, 9_999_999_999_99];
const amounts: readonly Money[] = ['CNY', 'USD', 'JPY'].flatMap((currency) =>
  minors.map((minor) => ({ minor, currency })),
);

/** Facts of all sorts, by which a variant may be chosen. */
const facts: Readonly<Record<Kind, readonly unknown[]>> = {
  opportunity: [null, ...amounts].flatMap((amount) => [
    { amount, source: null, product: null },
    { amount, source: 'fair', product: 'GTX Pro' },
  ]),
  incident: incidentSubjects.map((subject) => ({ subject })),
  contract: contractTypes.flatMap((type) => amounts.map((amount) => ({ type, amount }))),
  approval: approvalSubjects.flatMap((subject) => amounts.map((amount) => ({ subject, amount }))),
  paymentPlan: amounts.flatMap((amount) => [
    { amount, customerId: 'cu1' },
    { amount, customerId: 'cu2' },
  ]),
  receipt: amounts.flatMap((amount) => receiptMethods.map((method) => ({ amount, method }))),
  invoice: amounts.flatMap((amount) => invoiceForms.map((form) => ({ amount, form }))),
  order: amounts.flatMap((amount) => orderSpeeds.map((speed) => ({ amount, discount: 0, speed }))),
};

const applies = (variant: AnyVariant, to: unknown): boolean => (variant.appliesTo as (facts: unknown) => boolean)(to);

/** `paymentPlan.keyAccount` lives in `payment-plan-key-account.ts`. */
export function fileOf(id: string): string {
  return `${id.replace('.', '-').replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
}

/** What is wrong with the variants taken together, and with the files they are in. */
export function faultsInRegistry(registry: Registry, files: readonly string[]): string[] {
  const all = Object.values(registry).flat();
  const expected = new Set(all.map(({ id }) => fileOf(id)));
  return [
    ...twice(all.map(({ id }) => id)).map((id) => `${id} is listed twice`),
    ...files.filter((file) => !expected.has(file)).map((file) => `${file} is not in the registry`),
    ...[...expected].filter((file) => !files.includes(file)).map((file) => `${file} is not there`),
    ...Object.entries(registry).flatMap(([kind, variants]) => faultsInKind(kind as Kind, variants)),
  ];
}

function faultsInKind(kind: Kind, variants: readonly AnyVariant[]): string[] {
  const faults = [
    ...twice(variants.map(({ priority }) => priority)).map(
      (priority) => `${kind}: two variants have priority ${priority}`,
    ),
    ...variants.filter((variant) => variant.kind !== kind).map(({ id }) => `${id} is listed under ${kind}`),
  ];
  const uncovered = facts[kind].filter((fact) => !variants.some((variant) => applies(variant, fact)));
  if (uncovered.length > 0) faults.push(`${kind}: no variant applies to ${JSON.stringify(uncovered[0])}`);
  if (kind === 'approval') return faults;
  const fallbacks = variants.filter((variant) => facts[kind].every((fact) => applies(variant, fact)));
  if (fallbacks.length !== 1) faults.push(`${kind}: ${fallbacks.length} variants apply to everything, not one`);
  const lowest = Math.min(...variants.map(({ priority }) => priority));
  if (fallbacks.some(({ priority }) => priority > lowest)) faults.push(`${kind}: the fallback hides others`);
  return faults;
}

function twice<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** What is wrong with one variant by itself. */
export function faultsIn(variant: AnyVariant): string[] {
  const definition = definitionOf(variant as AnyVariant & { appliesTo: (facts: never) => boolean });
  return [
    ...(new RegExp(`^${variant.kind}\\.[a-z][A-Za-z0-9-]*$`).test(variant.id) ? [] : ['the id is not kind.name']),
    ...(isDeepStrictEqual(JSON.parse(JSON.stringify(definition)), definition) ? [] : ['JSON does not keep all of it']),
    ...Object.values(variant.title).flatMap((text) => (text.trim() === '' ? ['a title is empty'] : [])),
    ...laddersOf(variant).flatMap(faultsInLadder),
    ...faultsByKind(variant),
  ];
}

function faultsByKind(variant: AnyVariant): string[] {
  switch (variant.kind) {
    case 'opportunity':
      return faultsInPipeline(variant);
    case 'contract':
      return faultsInContract(variant);
    case 'approval':
      return faultsInApproval(variant);
    case 'paymentPlan':
      return faultsInCollections(variant);
    case 'incident':
    case 'receipt':
    case 'invoice':
      return [];
    case 'order':
      return faultsInOrder(variant);
    default:
      return variant satisfies never;
  }
}

function laddersOf(variant: AnyVariant): readonly (readonly Rung<string>[])[] {
  if (variant.kind === 'paymentPlan' || variant.kind === 'incident') return [variant.ladder];
  if (variant.kind === 'contract') {
    const { drafting, review, signing, copyCheck, expiry } = variant;
    return [drafting, review, signing, copyCheck, expiry].map(({ ladder }) => ladder);
  }
  if (variant.kind === 'receipt') return [variant.matching.ladder];
  if (variant.kind === 'invoice') {
    const { issuing, correcting, sending, acknowledging } = variant;
    return [issuing, correcting, sending, acknowledging].map(({ ladder }) => ladder);
  }
  if (variant.kind === 'order') return Object.values(variant.steps).flatMap((step) => (step ? [step.ladder] : []));
  if (variant.kind === 'approval') return nodesIn(variant.nodes).map(({ timeout }) => timeout);
  const stages = Object.values(variant.stages).flatMap((stage) => ('outcome' in stage ? [] : [stage.ladder]));
  return [...stages, variant.contract.ladder];
}

/** Sunday night, within a lunch break, the eve of a long holiday, and after the calendar is known no further. */
const anchors = ['2026-03-01 23:30', '2026-09-08 12:30', '2026-09-30 17:59', '2027-03-03 10:00'].map(shanghai);

function faultsInLadder(rungs: readonly Rung<string>[]): string[] {
  return anchors.flatMap((anchor) => faultsInPlan(rungs, anchor, chinaCalendar));
}

function faultsInPlan(rungs: readonly Rung<string>[], anchor: number, calendar: WorkingCalendar): string[] {
  const planned = plan(rungs, anchor, calendar).rungs;
  const inOrder = planned.every((rung, index) => rung.after === rungs[index]?.after);
  return [
    ...(planned.every(({ at }) => Number.isSafeInteger(at)) ? [] : ['a rung has no instant']),
    ...(inOrder ? [] : [`the rungs ${rungs.map(({ after }) => after).join(', ')} are not in order of time`]),
    ...rungs.flatMap((rung) => (rung.do.length === 0 ? [`the rung at ${rung.after} does nothing`] : [])),
  ];
}

/** Numbers of a series are all different and name their year, and every step before the end comes before the end. */
function faultsInContract({ numbering, expiry, term }: ContractVariant): string[] {
  const numbers = [1, 2, 10_000].map((sequence) => contractNumber(numbering, { year: 2026, sequence }));
  const ladder = termLadder(
    { term: { ...term, from: '2026-01-01', until: '2026-12-31' }, until: '2026-12-31', endDecided: false },
    { expiry },
    chinaCalendar,
  );
  const instants = ladder.rungs.map(({ at }) => at);
  return [
    ...(twice(numbers).length > 0 || numbers.some((number) => !number.includes('2026')) ? ['numbering'] : []),
    ...(instants.every((at, index) => at > (instants[index - 1] ?? 0)) ? [] : ['expiry: the steps are out of order']),
  ];
}

function faultsInPipeline({ start, stages, contract, lostReasons }: OpportunityVariant): string[] {
  const open = Object.entries(stages).flatMap(([name, stage]) => ('outcome' in stage ? [] : [{ name, ...stage }]));
  const names = Object.keys(stages);
  const movesOf = (name: string) => open.find((stage) => stage.name === name)?.moves ?? [];
  const reachable = closure([start], movesOf);
  const ends = names.filter((name) => open.every((stage) => stage.name !== name));
  const outcomes = ends.map((name) => (stages[name] as { outcome: string }).outcome);
  const endless = names.filter((name) => !closure([name], movesOf).some((reached) => ends.includes(reached)));
  const terms = faultInTerms(contract.terms);
  return [
    ...names.filter((name) => !reachable.includes(name)).map((name) => `${name} cannot be reached`),
    ...endless.map((name) => `${name} leads to no end`),
    ...['won', 'lost'].filter((outcome) => !outcomes.includes(outcome)).map((outcome) => `no stage is ${outcome}`),
    ...open.flatMap(({ name, moves }) => (moves.includes(name) || twice(moves).length > 0 ? [`${name}: moves`] : [])),
    ...open.flatMap(({ name, probability }) =>
      probability >= 0 && probability <= 100 ? [] : [`${name}: probability`],
    ),
    ...(terms ? [`contract.${terms.field}: ${terms.message}`] : []),
    ...(lostReasons.includes('unknown') ? [] : ['imports need the lost reason "unknown"']),
  ];
}

function closure(from: readonly string[], next: (name: string) => readonly string[]): string[] {
  const reached = [...from];
  for (const name of reached) reached.push(...next(name).filter((other) => !reached.includes(other)));
  return reached;
}

function faultsInApproval(variant: ApprovalVariant): string[] {
  const nodes = nodesIn(variant.nodes);
  const chosen = facts.approval.filter((fact) => applies(variant, fact)) as { subject: string; amount: Money }[];
  const decidable = chosen.map(({ amount, subject }) => ({ amount, subject }));
  return [
    ...decidable.flatMap((fields) =>
      evaluate(variant.covers, fields).verdict === 'met'
        ? []
        : [`applies to ${JSON.stringify(fields.amount)} and does not cover it`],
    ),
    ...decidable.flatMap((fields) =>
      nodes.some(({ when }) => isEntered(evaluate(when, fields)))
        ? []
        : [`nobody decides ${JSON.stringify(fields.amount)}`],
    ),
    ...nodes.flatMap(({ name, when }) =>
      decidable.length === 0 || decidable.some((fields) => isEntered(evaluate(when, fields)))
        ? []
        : [`${name} is never entered`],
    ),
  ];
}

function faultsInCollections({ ladder, sendAt }: PaymentPlanVariant): string[] {
  return [
    ...(ladder.length > 0 ? [] : ['nobody is ever chased']),
    ...(sendAt >= 0 && sendAt < 24 * 60 ? [] : ['sendAt is no time of day']),
  ];
}

function faultsInOrder({ steps, terms }: OrderVariant): string[] {
  const fault = faultInTerms(terms);
  const ends = steps.close.ladder.some((rung) => rung.do.includes('closeOrder'));
  return [...(fault ? [`${fault.field}: ${fault.message}`] : []), ...(ends ? [] : ['the order never ends by itself'])];
}
