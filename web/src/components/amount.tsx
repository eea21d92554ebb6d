import { formatMoney, type Money } from '../../../domain/money.ts';

/** An amount of one currency; a dash where there is none. */
export function Amount({ of }: { of: Money | null | undefined }) {
  return <span className="amount">{of ? formatMoney(of) : '–'}</span>;
}

interface Total {
  readonly currency: string;
  /** Null where the sum exceeds what a number holds exactly. */
  readonly minor: number | null;
}

/** Sums, each currency for itself. */
export function Totals({ of }: { of: readonly Total[] }) {
  const known = of.flatMap(({ currency, minor }) => (minor === null || minor === 0 ? [] : [{ currency, minor }]));
  if (known.length === 0) return <Amount of={null} />;
  return <span className="amount">{known.map((total) => formatMoney(total)).join(' + ')}</span>;
}
