import { type Rejection, reject } from '../errors.ts';
import type { DealFacts, DealField } from './model.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** The first thing wrong with what is said about a deal, or undefined. */
export function faultInDeal({ title, amount, expectedClose }: DealFacts): Rejection | undefined {
  if (title.trim() === '') return reject('INVALID', 'A deal needs a title', { field: 'title' });
  if (amount && (!Number.isSafeInteger(amount.minor) || amount.minor < 0)) {
    return reject('INVALID', 'The amount is a whole number of minor units of at least 0', { field: 'amount.minor' });
  }
  if (expectedClose !== null && (!dayPattern.test(expectedClose) || Number.isNaN(Date.parse(expectedClose)))) {
    return reject('INVALID', 'The expected close is a day such as 2026-12-31', { field: 'expectedClose' });
  }
  return undefined;
}

/** The fields of those required that the deal does not tell yet. An amount of nothing does not count as told. */
export function missingFields(required: readonly DealField[], deal: DealFacts): DealField[] {
  return [...new Set(required)].filter((field) => (field === 'amount' ? !deal.amount?.minor : deal[field] === null));
}
