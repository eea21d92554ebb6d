import { addDays, daysBetween, type LocalDate, localTime } from '../calendar.ts';
import type { BillingContact, InstalmentInput, PaymentTerm } from '../deal.ts';
import { locales } from '../effects.ts';
import { type Rejection, reject } from '../errors.ts';
import type { Money } from '../money.ts';
import { termEvents } from '../term-event.ts';
import type { PaymentPlanContext, PaymentPlanInput, PaymentPlanState } from './model.ts';
import { partsOf, percentWeight } from './schedule.ts';

/** A plan travels whole with its process and has to stay small. */
const mostInstalments = 120;
/** Days from today within which a due day must lie: about twenty years, which catches a mistyped year. */
const farthestDue = 7_305;

const invalid = (field: string, message: string): Rejection => reject('INVALID', message, { field });

/** A day that exists, as `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
  );
}

/** Refuses what comes after the end of a plan, saying how it ended, when and by whom. */
export function refuseEnded(
  { reference, closed }: PaymentPlanState,
  facts: Rejection['facts'] = {},
): Rejection | undefined {
  if (!closed) return undefined;
  const { outcome, at, by } = closed;
  return reject('CLOSED', `The plan has ended: ${outcome}`, {
    facts: { ...facts, reference, outcome, closedAt: at, closedBy: by },
  });
}

/** An amount is a whole number of minor units above 0, in a currency by its ISO code. */
export function checkAmount({ minor, currency }: Money, field: string): Rejection | undefined {
  if (!Number.isSafeInteger(minor) || minor <= 0) {
    return invalid(`${field}.minor`, `${field} is a whole number of minor units above 0, not ${minor}`);
  }
  if (!/^[A-Z]{3}$/.test(currency)) return invalid(`${field}.currency`, `"${currency}" is no ISO currency code`);
  return undefined;
}

/** A contact that can be written to. */
export function checkContact({ name, email, locale }: BillingContact): Rejection | undefined {
  if (name.trim() === '') return invalid('contact.name', 'The contact needs a name');
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return invalid('contact.email', `"${email}" is no mail address`);
  if (!locales.includes(locale)) return invalid('contact.locale', `"${locale}" is none of ${locales.join(', ')}`);
  return undefined;
}

function firstOf(checks: Iterable<Rejection | undefined>): Rejection | undefined {
  for (const refused of checks) if (refused) return refused;
  return undefined;
}

function checkTerm({ percent, dueDays, from = 'start' }: PaymentTerm, field: string): Rejection | undefined {
  if (!termEvents.includes(from)) return invalid(`${field}.from`, `Days count from one of ${termEvents.join(', ')}`);
  const weight = percentWeight(percent);
  if (!(percent > 0) || Math.abs(percent * 100 - weight) > 1e-6) {
    return invalid(`${field}.percent`, `A share is above 0 percent with at most two decimals, not ${percent}`);
  }
  if (!Number.isSafeInteger(dueDays) || dueDays < 0 || dueDays > farthestDue) {
    return invalid(`${field}.dueDays`, `A term is due 0 to ${farthestDue} whole days after the start, not ${dueDays}`);
  }
  return undefined;
}

function checkTerms(terms: readonly PaymentTerm[]): Rejection | undefined {
  const refused = firstOf(terms.map((term, index) => checkTerm(term, `terms.${index}`)));
  if (refused) return refused;
  const hundredths = terms.reduce((whole, { percent }) => whole + percentWeight(percent), 0);
  if (hundredths !== 10_000) return invalid('terms', `The shares add up to ${hundredths / 100} percent, not to 100`);
  return undefined;
}

function checkPart(part: InstalmentInput, field: string, total: Money, today: LocalDate): Rejection | undefined {
  const refused = checkAmount(part.amount, `${field}.amount`);
  if (refused) return refused;
  if (part.amount.currency !== total.currency) {
    return invalid(`${field}.amount.currency`, `The plan is in ${total.currency}, not in ${part.amount.currency}`);
  }
  if (!isLocalDate(part.dueOn))
    return invalid(`${field}.dueOn`, `"${part.dueOn}" is no day; write for example 2026-09-30`);
  if (Math.abs(daysBetween(today, part.dueOn)) > farthestDue) {
    return invalid(`${field}.dueOn`, `${part.dueOn} is more than twenty years away`);
  }
  return undefined;
}

function checkParts(parts: readonly InstalmentInput[], total: Money, today: LocalDate): Rejection | undefined {
  const refused = firstOf(parts.map((part, index) => checkPart(part, `instalments.${index}`, total, today)));
  if (refused) return refused;
  // Counted down from the total, a safe integer, so that no sum can outgrow what a number holds exactly.
  const left = parts.reduce((rest, { amount }) => rest - amount.minor, total.minor);
  if (left !== 0) return invalid('instalments', `The instalments miss the total by ${left} minor units`);
  return undefined;
}

/** Says what is wrong with the input of a new plan, if anything is. */
export function checkInput(input: PaymentPlanInput, context: PaymentPlanContext): Rejection | undefined {
  const { reference, owner, total, terms, instalments } = input;
  if (reference.trim() === '') return invalid('reference', 'A plan needs the reference of what is owed for');
  if (owner.trim() === '') return invalid('owner', 'A plan needs an owner');
  const refused = checkAmount(total, 'total');
  if (refused) return refused;
  if ((terms === null) === (instalments === null)) {
    return invalid('terms', 'Give either terms or instalments, and leave the other null');
  }
  const [field, count] = terms ? ['terms', terms.length] : ['instalments', instalments?.length ?? 0];
  if (count === 0 || count > mostInstalments) {
    return invalid(field, `A plan has 1 to ${mostInstalments} instalments, not ${count}`);
  }
  const { date: today } = localTime(context.calendar, context.now);
  if (instalments) return checkParts(instalments, total, today);
  if (terms) return checkTerms(terms) ?? checkShares(input, context);
  return undefined;
}

function checkShares(input: PaymentPlanInput, context: PaymentPlanContext): Rejection | undefined {
  const none = partsOf(input, context).findIndex(({ amount }) => amount.minor === 0);
  if (none < 0) return undefined;
  return invalid(`terms.${none}.percent`, 'This share of the total is less than the smallest unit of its currency');
}
