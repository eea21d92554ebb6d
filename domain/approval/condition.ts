import { isMoney, type Money } from '../money.ts';
import type { DocumentFields, FieldValue } from './subject.ts';

/** One field of a document compared with what a variant says. */
export type Comparison =
  | { readonly field: string; readonly is: 'equal' | 'notEqual'; readonly value: string | number | boolean }
  | { readonly field: string; readonly is: 'atLeast' | 'above' | 'atMost' | 'below'; readonly value: number | Money }
  | { readonly field: string; readonly is: 'oneOf' | 'noneOf'; readonly values: readonly (string | number)[] };

/** A condition over the fields of a document, as data: comparisons in groups of AND (`all`) and OR (`any`). */
export type Condition = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] } | Comparison;

/** `unknown` where a field is missing or cannot be compared, as with an amount in another currency. */
export type Verdict = 'met' | 'unmet' | 'unknown';

/** What a condition was asked about, and what came of it. */
export interface Evaluation {
  readonly condition: Condition | null;
  /** Every field the condition names, as it stood; null for one the document does not have. */
  readonly inputs: Readonly<Record<string, FieldValue | null>>;
  readonly verdict: Verdict;
}

/** The fields a condition names, each once. */
export function fieldsIn(condition: Condition | undefined): readonly string[] {
  if (!condition) return [];
  if ('field' in condition) return [condition.field];
  const parts = 'all' in condition ? condition.all : condition.any;
  return [...new Set(parts.flatMap(fieldsIn))];
}

/** Whether a condition compares sums of money, so that skipping over it would be skipping a limit. */
export function limitsMoney(condition: Condition | undefined): boolean {
  if (!condition) return false;
  if ('field' in condition) return condition.field === 'amount' || ('value' in condition && isMoney(condition.value));
  return ('all' in condition ? condition.all : condition.any).some(limitsMoney);
}

/** Evaluates a condition; one that is absent is met. */
export function evaluate(condition: Condition | undefined, fields: DocumentFields): Evaluation {
  const inputs = Object.fromEntries(fieldsIn(condition).map((field) => [field, fields[field] ?? null]));
  return { condition: condition ?? null, inputs, verdict: condition ? verdictOf(condition, fields) : 'met' };
}

/** Nobody is left out for want of an exchange rate or a field: a node is entered unless its condition is plainly unmet. */
export function isEntered({ verdict }: Evaluation): boolean {
  return verdict !== 'unmet';
}

function verdictOf(condition: Condition, fields: DocumentFields): Verdict {
  if ('field' in condition) return compare(condition, fields[condition.field]);
  const [parts, decisive, otherwise] =
    'all' in condition ? ([condition.all, 'unmet', 'met'] as const) : ([condition.any, 'met', 'unmet'] as const);
  const verdicts = parts.map((part) => verdictOf(part, fields));
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes('unknown') ? 'unknown' : otherwise;
}

function compare(comparison: Comparison, given: FieldValue | undefined): Verdict {
  if (given === undefined) return 'unknown';
  switch (comparison.is) {
    case 'equal':
      return isMoney(given) ? 'unknown' : said(given === comparison.value);
    case 'notEqual':
      return isMoney(given) ? 'unknown' : said(given !== comparison.value);
    case 'oneOf':
      return said(comparison.values.some((value) => value === given));
    case 'noneOf':
      return said(!comparison.values.some((value) => value === given));
    case 'atLeast':
    case 'above':
    case 'atMost':
    case 'below': {
      const difference = differenceOf(given, comparison.value);
      return difference === undefined ? 'unknown' : said(holds[comparison.is](difference));
    }
    default:
      return comparison satisfies never;
  }
}

const holds = {
  atLeast: (difference: number) => difference >= 0,
  above: (difference: number) => difference > 0,
  atMost: (difference: number) => difference <= 0,
  below: (difference: number) => difference < 0,
} as const;

function said(yes: boolean): Verdict {
  return yes ? 'met' : 'unmet';
}

function differenceOf(given: FieldValue, limit: number | Money): number | undefined {
  if (typeof given === 'number' && typeof limit === 'number') return given - limit;
  if (!isMoney(given) || !isMoney(limit) || given.currency !== limit.currency) return undefined;
  return given.minor - limit.minor;
}
