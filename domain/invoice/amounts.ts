import { type Rejection, reject } from '../errors.ts';
import { formatMoney, type Money, money } from '../money.ts';

/** What an invoice comes to: net and tax give gross. All three are below 0 on a red-letter invoice. */
export interface InvoiceAmounts {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
  /** Rate of tax in hundredths of a percent: 1300 is 13 %. */
  readonly rate: number;
}

/** Half a unit goes away from 0, as tax offices round. */
function rounded(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

/** Net and tax of a gross amount at a rate in hundredths of a percent; they add up to it exactly. */
export function amountsOfGross(gross: Money, rate: number): InvoiceAmounts {
  const net = rounded((gross.minor * 10_000) / (10_000 + rate));
  return { net: money(net, gross.currency), tax: money(gross.minor - net, gross.currency), gross, rate };
}

/** Tax is rounded line by line, so that a whole invoice may differ from net times rate by so many minor units. */
const roundingTolerance = 5;

/** Says what does not fit together about amounts, if anything does not. */
export function checkAmounts({ net, tax, gross, rate }: InvoiceAmounts, isRed: boolean): Rejection | undefined {
  const invalid = (field: string, message: string) => reject('INVALID', message, { field });
  for (const [field, amount] of Object.entries({ net, tax, gross })) {
    if (!Number.isSafeInteger(amount.minor)) {
      return invalid(`amounts.${field}.minor`, `${field} is a whole number of minor units, not ${amount.minor}`);
    }
    if (amount.currency !== gross.currency) {
      return reject('CURRENCY_MISMATCH', `The invoice is in ${gross.currency}`, { field: `amounts.${field}.currency` });
    }
  }
  if (!Number.isInteger(rate) || rate < 0 || rate > 10_000) {
    return invalid('amounts.rate', 'A rate is hundredths of a percent from 0 to 10000; 13 % is 1300');
  }
  if (gross.minor === 0 || gross.minor < 0 !== isRed) {
    return invalid('amounts.gross', isRed ? 'A red-letter invoice is below 0' : 'An invoice is above 0');
  }
  if (net.minor + tax.minor !== gross.minor) {
    return invalid('amounts.gross', `Net ${formatMoney(net)} and tax ${formatMoney(tax)} do not give the gross amount`);
  }
  const expected = rounded((net.minor * rate) / 10_000);
  if (Math.abs(tax.minor - expected) > roundingTolerance) {
    const should = formatMoney(money(expected, tax.currency));
    return invalid('amounts.tax', `At this rate the tax on ${formatMoney(net)} is ${should}, not ${formatMoney(tax)}`);
  }
  return undefined;
}
