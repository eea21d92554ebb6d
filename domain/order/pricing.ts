import { add, type Currency, type Money, money, subtract, zero } from '../money.ts';
import { oneUnit, type Quantity } from './quantity.ts';

/** Whether unit prices are without tax, which is added to them, or contain it. */
export type TaxMode = 'exclusive' | 'inclusive';

/** A share in hundredths of a percent: 1,300 is 13 %. */
export type Rate = number;

const whole: Rate = 10_000;

/** What a line's amounts follow from. */
export interface PricedLine {
  readonly quantity: Quantity;
  /** For one unit, in minor units of the order's currency. */
  readonly unitPrice: number;
  readonly discount: Rate;
  readonly taxRate: Rate;
}

/** How an order counts: its currency, and what its unit prices contain. */
export interface Pricing {
  readonly currency: Currency;
  readonly taxMode: TaxMode;
}

/** Amounts of a line or of a whole order. `net + tax = gross`, always to the minor unit. */
export interface Amounts {
  /** At the unit prices, before any discount; with tax where the prices contain it. */
  readonly list: Money;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** A quotient of numbers that are not negative, to the nearest whole one and from the half on up. */
function halfUp(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/**
 * The amounts of one line. Price times quantity less discount is rounded once, half up, to the minor unit; tax is then
 * rounded once, half up, from that. Totals are sums of lines, so that a document adds up as printed.
 */
export function lineAmounts({ quantity, unitPrice, discount, taxRate }: PricedLine, pricing: Pricing): Amounts {
  const { currency, taxMode } = pricing;
  const full = BigInt(unitPrice) * BigInt(quantity);
  const list = money(halfUp(full, BigInt(oneUnit)), currency);
  const sold = halfUp(full * BigInt(whole - discount), BigInt(oneUnit * whole));
  if (taxMode === 'exclusive') {
    const tax = halfUp(BigInt(sold) * BigInt(taxRate), BigInt(whole));
    return { list, net: money(sold, currency), tax: money(tax, currency), gross: money(sold + tax, currency) };
  }
  const net = halfUp(BigInt(sold) * BigInt(whole), BigInt(whole + taxRate));
  return { list, net: money(net, currency), tax: money(sold - net, currency), gross: money(sold, currency) };
}

/** The sums of all lines. */
export function orderAmounts(lines: readonly PricedLine[], pricing: Pricing): Amounts {
  const none = zero(pricing.currency);
  return lines.reduce<Amounts>(
    (sum, line) => {
      const { list, net, tax, gross } = lineAmounts(line, pricing);
      return {
        list: add(sum.list, list),
        net: add(sum.net, net),
        tax: add(sum.tax, tax),
        gross: add(sum.gross, gross),
      };
    },
    { list: none, net: none, tax: none, gross: none },
  );
}

/** What is taken off the list prices, as an amount in the same terms as they are. */
export function discountOf({ list, net, gross }: Amounts, { taxMode }: Pricing): Money {
  return subtract(list, taxMode === 'exclusive' ? net : gross);
}

/** The discount of the whole order in hundredths of a percent, rounded half up; 0 for an order of no value. */
export function discountRate(amounts: Amounts, pricing: Pricing): Rate {
  if (amounts.list.minor === 0) return 0;
  return halfUp(BigInt(discountOf(amounts, pricing).minor) * BigInt(whole), BigInt(amounts.list.minor));
}

/** A rate as a person reads it: `13%`, `8.25%`. */
export function rateText(rate: Rate): string {
  return `${rate / 100}%`;
}
