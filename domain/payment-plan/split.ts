import type { Instalment, PaymentPlanState } from './model.ts';

const letters = 'bcdefghijklmnopqrstuvwxyz';

/**
 * The id of the next part split off an instalment: `i2b`, `i2c` … Parts of parts count with the first one. Throws a
 * RangeError when all letters are used up, which callers have to check with `maySplit` before.
 */
export function nextPartId(state: PaymentPlanState, { number }: Instalment): string {
  const letter = letters[partsOf(state, number)];
  if (letter === undefined) throw new RangeError(`Instalment ${number} cannot be split any further`);
  return `i${number}${letter}`;
}

export function maySplit(state: PaymentPlanState, { number }: Instalment): boolean {
  return partsOf(state, number) < letters.length;
}

function partsOf({ instalments }: PaymentPlanState, number: number): number {
  return instalments.filter((instalment) => instalment.number === number).length - 1;
}
