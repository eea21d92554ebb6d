/** A quantity in whole thousandths of its unit, so that 2.5 t is 2,500 and nothing is ever rounded. */
export type Quantity = number;

/** One whole unit. */
export const oneUnit: Quantity = 1_000;

/** The quantity as a person reads and writes it: `12`, `2.5`, `0.125`. */
export function quantityText(quantity: Quantity): string {
  const plain = String(Math.abs(quantity)).padStart(4, '0');
  const fraction = plain.slice(-3).replace(/0+$/, '');
  return `${quantity < 0 ? '-' : ''}${plain.slice(0, -3)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The sum of quantities of one product. */
export function total(quantities: readonly Quantity[]): Quantity {
  return quantities.reduce((sum, quantity) => sum + quantity, 0);
}
