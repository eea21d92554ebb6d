import { addDays, type LocalDate } from '../calendar.ts';
import { type Rejection, reject } from '../errors.ts';
import { formatMoney, type Money } from '../money.ts';
import { sumOfParts } from './match.ts';
import type { AllocationPart, ReceiptInput, ReceiptState } from './model.ts';

const invalid = (field: string, message: string): Rejection => reject('INVALID', message, { field });

function isDay(text: LocalDate): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;
}

function faultInAmount({ minor, currency }: Money, field: string): Rejection | undefined {
  if (!Number.isSafeInteger(minor) || minor <= 0) {
    return invalid(`${field}.minor`, `${field} is a whole number of minor units above 0, not ${minor}`);
  }
  return /^[A-Z]{3}$/.test(currency) ? undefined : invalid(`${field}.currency`, `"${currency}" is no currency code`);
}

/** Says what is wrong with a new receipt, if anything is. */
export function checkInput({ bankReference, amount, receivedOn, method, draft }: ReceiptInput): Rejection | undefined {
  if (bankReference.trim() === '') return invalid('bankReference', 'A receipt needs the reference the bank gave it');
  if (!isDay(receivedOn)) return invalid('receivedOn', `"${receivedOn}" is no day; write for example 2026-09-30`);
  if ((method === 'draft') !== (draft !== null)) {
    return invalid('draft', 'A draft needs its number, drawer and maturity; other receipts have none');
  }
  if (draft && !isDay(draft.maturesOn)) return invalid('draft.maturesOn', `"${draft.maturesOn}" is no day`);
  return faultInAmount(amount, 'amount');
}

/** Says what is wrong with an allocation by a person, if anything is. `available` is what may be given out. */
export function checkParts(
  { amount }: ReceiptState,
  parts: readonly AllocationPart[],
  available: Money,
): Rejection | undefined {
  if (parts.length === 0) return invalid('parts', 'Say which instalments the money is for');
  for (const [index, { candidate, amount: part }] of parts.entries()) {
    const field = `parts.${index}.amount`;
    const refused = faultInAmount(part, field);
    if (refused) return refused;
    if (part.currency !== amount.currency || candidate.outstanding.currency !== amount.currency) {
      return reject('CURRENCY_MISMATCH', `The receipt is in ${amount.currency}`, { field: `${field}.currency` });
    }
    if (part.minor > candidate.outstanding.minor) {
      const outstanding = formatMoney(candidate.outstanding);
      return reject('EXCEEDS_OPEN', `Of ${candidate.number} only ${outstanding} is open; keep the rest as credit`, {
        field,
        facts: { instalment: candidate.number, outstanding },
      });
    }
  }
  const asked = sumOfParts(parts, amount);
  if (asked.minor <= available.minor) return undefined;
  return reject('EXCEEDS_OPEN', `Of the receipt only ${formatMoney(available)} is left`, {
    field: 'parts',
    facts: { asked: formatMoney(asked), available: formatMoney(available) },
  });
}
