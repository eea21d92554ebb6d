import type { LocalDate } from '../../domain/calendar.ts';

/** The value of a field, or why it has none. */
export type Field<T> = { readonly value: T } | { readonly fault: string };

const longestText = 200;

/** A text of one line; empty gives null. */
export function optionalText(text: string): Field<string | null> {
  if (/\p{Cc}/u.test(text)) return { fault: 'Contains a line break or another control character' };
  if (text.length > longestText) return { fault: `Is longer than ${longestText} characters` };
  return { value: text === '' ? null : text };
}

/** A text of one line that must be there. */
export function requiredText(text: string): Field<string> {
  const field = optionalText(text);
  if ('fault' in field) return field;
  return field.value === null ? { fault: 'Is empty' } : { value: field.value };
}

/** A whole number within limits; empty gives null. */
export function optionalInteger(text: string, least: number, most: number): Field<number | null> {
  if (text === '') return { value: null };
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    return { fault: `Is no whole number from ${least} to ${most}` };
  }
  return { value };
}

/** A number of at least 0; empty gives null. */
export function optionalDecimal(text: string): Field<number | null> {
  if (text === '') return { value: null };
  return /^\d{1,12}(\.\d+)?$/.test(text) ? { value: Number(text) } : { fault: 'Is no number such as 1100.04' };
}

/** Currencies that have no smaller unit; all others here have a hundredth. */
const wholeUnits: readonly string[] = ['JPY', 'KRW', 'VND'];

/** An amount such as `1054` or `1054.50`, in minor units; empty gives null. */
export function optionalAmount(text: string, currency: string): Field<number | null> {
  if (text === '') return { value: null };
  const digits = wholeUnits.includes(currency) ? 0 : 2;
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return { fault: 'Is no amount such as 1054 or 1054.50' };
  if (fraction.length > digits) return { fault: `Has more than ${digits} decimal places` };
  return { value: Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0')) };
}

/** A day written as `31-12-17`, `31-12-2017` or `2017-12-31`; empty gives null. */
export function optionalDay(text: string): Field<LocalDate | null> {
  if (text === '') return { value: null };
  const [, day, month, shortYear] = /^(\d{2})-(\d{2})-((?:20)?\d{2})$/.exec(text) ?? [];
  const date = shortYear === undefined ? text : `20${shortYear.slice(-2)}-${month}-${day}`;
  const exists = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!exists || new Date(date).toISOString().slice(0, 10) !== date) {
    return { fault: 'Is no day such as 31-12-17 (day, month, year)' };
  }
  return { value: date };
}
