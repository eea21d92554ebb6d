/** ISO 4217 code. Amounts of different currencies are never added up. */
export type Currency = string;

/** An amount in integer minor units (fen, cents) of one currency. */
export interface Money {
  readonly minor: number;
  readonly currency: Currency;
}

/** Builds an amount; throws a RangeError when `minor` is not a safe integer. */
export function money(minor: number, currency: Currency): Money {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`An amount is a safe integer of minor units, not ${minor}`);
  return { minor, currency };
}

/** Whether a value of a document's field is an amount. */
export function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;
}

export const zero = (currency: Currency): Money => money(0, currency);

function sameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new RangeError(`Cannot combine ${a.currency} with ${b.currency}`);
}

/** Throws a RangeError when the currencies differ. */
export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

/** Throws a RangeError when the currencies differ. */
export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

export function sum(amounts: readonly Money[], currency: Currency): Money {
  return amounts.reduce(add, zero(currency));
}

/**
 * Splits an amount by whole weights so that the parts add up to it exactly: what rounding leaves over goes, one minor
 * unit each, to the parts with the largest remainders, earlier parts first.
 */
export function allocate(amount: Money, weights: readonly number[]): Money[] {
  const total = weights.reduce((a, b) => a + b, 0);
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0) || total <= 0) {
    throw new RangeError('Weights are whole numbers of at least 0 and not all 0');
  }
  const exact = weights.map((weight) => {
    const product = BigInt(amount.minor) * BigInt(weight);
    const share = product / BigInt(total);
    return { share: Number(share), remainder: Number(product - share * BigInt(total)) };
  });
  const shares = exact.map(({ share }) => share);
  const step = amount.minor < 0 ? -1 : 1;
  const byRemainder = exact
    .map(({ remainder }, index) => ({ remainder: Math.abs(remainder), index }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let left = Math.abs(amount.minor - shares.reduce((a, b) => a + b, 0));
  for (const { index } of byRemainder) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + step;
    left -= 1;
  }
  return shares.map((share) => money(share, amount.currency));
}

const symbols: Readonly<Record<string, string>> = { CNY: '¥', EUR: '€', USD: '$', GBP: '£' };
const fractionDigits: Readonly<Record<string, number>> = { JPY: 0, KRW: 0 };

const digitsOf = (currency: Currency): number => fractionDigits[currency] ?? 2;

/** An amount as a person writes it, such as `1234.5`, in minor units. Throws a RangeError for anything else. */
export function parseMoney(written: string, currency: Currency): Money {
  const digits = digitsOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,13})(?:\.(\d*))?$/.exec(written.trim()) ?? [];
  if (whole === undefined || fraction.length > digits) throw new RangeError(`${written} is no amount of ${currency}`);
  return money(Number(whole + fraction.padEnd(digits, '0')), currency);
}

/** The amount as plain digits, as a person would write it: `1234.50`. */
export function plainMoney({ minor, currency }: Money): string {
  const digits = digitsOf(currency);
  const plain = String(Math.abs(minor)).padStart(digits + 1, '0');
  const fraction = digits > 0 ? `.${plain.slice(-digits)}` : '';
  return `${minor < 0 ? '-' : ''}${plain.slice(0, plain.length - digits)}${fraction}`;
}

/** The amount as a person reads it in both languages: `¥1,234.50`, or `CHF 1,234.50` where no sign is customary. */
export function formatMoney(amount: Money): string {
  const [whole = '', fraction] = plainMoney(amount).replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = symbols[amount.currency] ?? `${amount.currency} `;
  return `${amount.minor < 0 ? '-' : ''}${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * The amount a text says, such as `1,234.50`, or `1.234,50` with a decimal comma; a sign may stand on either side.
 * Undefined for text that is no amount, has more decimals than the currency, or is beyond what a number holds exactly.
 */
export function moneyFrom(text: string, currency: Currency, decimal: '.' | ',' = '.'): Money | undefined {
  const [whole = '', fraction = '', ...more] = text
    .replaceAll(/[\s¥￥$€'+]/g, '')
    .replace(/^-|-$/, '')
    .split(decimal);
  const grouping = decimal === '.' ? ',' : '.';
  const digits = fractionDigits[currency] ?? 2;
  const plain = whole.replaceAll(grouping, '');
  const isGrouped = whole === plain || new RegExp(`^\\d{1,3}(\\${grouping}\\d{3})+$`).test(whole);
  if (more.length > 0 || !isGrouped || !/^\d+$/.test(plain) || !/^\d*$/.test(fraction)) return undefined;
  if (/[^0]/.test(fraction.slice(digits))) return undefined;
  const minor = Number(plain + fraction.slice(0, digits).padEnd(digits, '0'));
  if (!Number.isSafeInteger(minor)) return undefined;
  return money(/^\s*-|-\s*$/.test(text) ? -minor : minor, currency);
}
