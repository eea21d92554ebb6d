import { add, type Money, money, sum } from '../money.ts';
import type { AllocationPart, Candidate, MatchTier, ReceiptInput, ReceiptVariant } from './model.ts';

/** Why an instalment is suggested. */
export const matchReasons = ['reference', 'instalmentNumber', 'payer', 'amount', 'planTotal', 'dueFirst'] as const;
export type MatchReason = (typeof matchReasons)[number];

/** What a reason adds to the score of a suggestion; together at most 100. */
const weight = {
  reference: 45,
  instalmentNumber: 10,
  payer: 20,
  amount: 20,
  planTotal: 15,
  dueFirst: 5,
} as const satisfies Record<MatchReason, number>;

/** An instalment a receipt may be for, with what speaks for it. */
export interface Suggestion {
  readonly candidate: Candidate;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly MatchReason[];
  /** What of the receipt it would take. */
  readonly amount: Money;
}

/** How a receipt could be told apart by itself, or that it could not. */
export interface Match {
  readonly tier: MatchTier;
  readonly parts: readonly AllocationPart[];
}

type About = Pick<ReceiptInput, 'amount' | 'remittance' | 'customer'>;

/** Letters and digits of any script count as part of a number; so does a dash that goes on with one. */
const goesOn = /^[\p{L}\p{N}]|^-[\p{L}\p{N}]/u;
const endsOpen = /[\p{Script=Latin}\p{N}]-?$/u;

/** Whether a text names a number as a whole: `C-102` is named by `货款 C-102`, and not by `C-1020` or `C-102-7`. */
export function names(text: string | null, number: string): boolean {
  const [within, wanted] = [text, number].map((given) => (given ?? '').normalize('NFKC').toUpperCase());
  if (!within || !wanted || wanted.length < 3) return false;
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const rest = within.slice(at + wanted.length).replace(/^\p{Script=Han}/u, ' ');
    if (!endsOpen.test(within.slice(0, at)) && !goesOn.test(rest)) return true;
  }
  return false;
}

/** What has no due day yet comes last. */
const dueDay = ({ dueOn }: Candidate): string => dueOn ?? '9999-12-31';

const byDueDay = (a: Candidate, b: Candidate): number =>
  dueDay(a) < dueDay(b) ? -1 : dueDay(a) > dueDay(b) ? 1 : a.number < b.number ? -1 : 1;

function owing({ amount }: About, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .filter(({ outstanding }) => outstanding.currency === amount.currency && outstanding.minor > 0)
    .sort(byDueDay);
}

const plansIn = (candidates: readonly Candidate[]): readonly string[] => [
  ...new Set(candidates.map(({ planId }) => planId)),
];

const total = (candidates: readonly Candidate[], { currency }: Money): Money =>
  sum(
    candidates.map(({ outstanding }) => outstanding),
    currency,
  );

/** Spreads an amount over instalments in the order given, each no more than is open. */
function spreadOver(amount: Money, candidates: readonly Candidate[]): readonly AllocationPart[] {
  const parts: AllocationPart[] = [];
  let left = amount.minor;
  for (const candidate of candidates) {
    const minor = Math.min(left, candidate.outstanding.minor);
    if (minor <= 0) break;
    parts.push({ candidate, amount: money(minor, amount.currency) });
    left -= minor;
  }
  return parts;
}

/** Nothing is missing but what the tolerance forgives. */
const isExact = (open: Money, amount: Money, tolerance: number): boolean =>
  open.minor >= amount.minor && open.minor - amount.minor <= tolerance;

function byReference(about: About, owed: readonly Candidate[], tolerance: number): readonly AllocationPart[] | null {
  const { amount, remittance, customer } = about;
  const named = owed.filter(({ reference, number }) => names(remittance, number) || names(remittance, reference));
  if (named.length === 0) return null;
  // Somebody else's money under a customer's number is for a person to look at.
  if (customer && named.some((candidate) => candidate.customer.id !== customer.id)) return null;
  const first = named.filter(({ number }) => names(remittance, number));
  if (plansIn(named).length > 1) {
    const narrowed = plansIn(first);
    const meant = named.filter((candidate) => first.includes(candidate) || !narrowed.includes(candidate.planId));
    return isExact(total(meant, amount), amount, tolerance) ? spreadOver(amount, meant) : null;
  }
  return spreadOver(amount, [...first, ...named.filter((candidate) => !first.includes(candidate))]);
}

function byAmount(about: About, owed: readonly Candidate[], tolerance: number): readonly AllocationPart[] | null {
  const { amount, customer } = about;
  if (!customer) return null;
  const own = owed.filter((candidate) => candidate.customer.id === customer.id);
  const exact = own.filter(({ outstanding }) => isExact(outstanding, amount, tolerance));
  if (exact.length > 0) return plansIn(exact).length === 1 ? spreadOver(amount, exact.slice(0, 1)) : null;
  const wholePlans = plansIn(own)
    .map((planId) => own.filter((candidate) => candidate.planId === planId))
    .filter((plan) => isExact(total(plan, amount), amount, tolerance));
  if (wholePlans.length === 1) return spreadOver(amount, wholePlans[0] ?? []);
  return own.length > 0 && isExact(total(own, amount), amount, tolerance) ? spreadOver(amount, own) : null;
}

function byDue({ amount, customer }: About, owed: readonly Candidate[]): readonly AllocationPart[] | null {
  if (!customer) return null;
  const own = owed.filter((candidate) => candidate.customer.id === customer.id);
  return plansIn(own).length === 1 ? spreadOver(amount, own) : null;
}

/**
 * What a receipt is for, as far as that is beyond doubt: the exact reference, else the exact amount of a known payer,
 * else what this payer's only plan has due first. Null when a person has to decide.
 */
export function matchOf(
  about: About,
  candidates: readonly Candidate[],
  { automatic, tolerance }: Pick<ReceiptVariant, 'automatic' | 'tolerance'>,
): Match | null {
  const owed = owing(about, candidates);
  const found: Readonly<Record<MatchTier, () => readonly AllocationPart[] | null>> = {
    reference: () => byReference(about, owed, tolerance),
    amount: () => byAmount(about, owed, tolerance),
    oldestDue: () => byDue(about, owed),
  };
  for (const tier of automatic) {
    const parts = found[tier]();
    if (parts && parts.length > 0) return { tier, parts };
  }
  return null;
}

/** What a receipt may be for, the likeliest first, each with what speaks for it. `open` is what is left to allocate. */
export function suggestionsFor(
  about: About,
  candidates: readonly Candidate[],
  open: Money,
  tolerance: number,
): readonly Suggestion[] {
  const owed = owing(about, candidates);
  const { customer, remittance } = about;
  const suggested = owed.map((candidate): Suggestion => {
    const plan = owed.filter(({ planId }) => planId === candidate.planId);
    const isOwn = customer?.id === candidate.customer.id;
    const holds: Readonly<Record<MatchReason, boolean>> = {
      reference: names(remittance, candidate.reference),
      instalmentNumber: names(remittance, candidate.number),
      payer: isOwn,
      amount: isExact(candidate.outstanding, open, tolerance),
      planTotal: plan.length > 1 && isExact(total(plan, open), open, tolerance),
      dueFirst: owed.find((other) => other.customer.id === candidate.customer.id) === candidate,
    };
    const reasons = matchReasons.filter((reason) => holds[reason]);
    const score = Math.min(
      100,
      reasons.reduce((points, reason) => points + weight[reason], 0),
    );
    const amount = money(Math.min(open.minor, candidate.outstanding.minor), open.currency);
    return { candidate, score, reasons, amount };
  });
  return suggested.filter(({ score }) => score > weight.dueFirst).sort((a, b) => b.score - a.score);
}

/** The sum of some parts, in a currency. */
export function sumOfParts(parts: readonly AllocationPart[], { currency }: Money): Money {
  return parts.reduce((whole, { amount }) => add(whole, amount), money(0, currency));
}
