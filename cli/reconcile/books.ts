import type { LedgerEntry } from '../../domain/ledger/entries.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { LedgerEntry as LedgerRow } from '../../prisma/generated/client.ts';
import { ledgerRow } from '../../prisma/record.ts';

type WantedRow = Omit<LedgerRow, 'id'>;

/** The rows of the books that a process's events ask for. */
function wantedRows(processId: string, entries: readonly LedgerEntry[]): readonly WantedRow[] {
  return entries.map((entry) => {
    const { at, amountMinor, ...row } = ledgerRow(processId, entry);
    return { ...row, at: new Date(at), amountMinor: BigInt(amountMinor) };
  });
}

const placeOf = ({ seq, line }: Pick<LedgerRow, 'seq' | 'line'>) => `${seq}.${line}`;
const textOf = ({ account, amountMinor, currency, customerId, item, at }: WantedRow) =>
  JSON.stringify([account, String(amountMinor), currency, customerId, item, at.getTime()]);

/** Where the books say something else than a process's events. Lines that are missing can be written; others stay for a person. */
export function bookDifferences(
  processId: string,
  entries: readonly LedgerEntry[],
  rows: readonly LedgerRow[],
): readonly string[] {
  const found = new Map(rows.map((row) => [placeOf(row), textOf(row)]));
  const wanted = wantedRows(processId, entries);
  const places = new Set(wanted.map(placeOf));
  return [
    ...wanted.flatMap((row) => {
      const text = found.get(placeOf(row));
      if (text === undefined) return [`line ${placeOf(row)} of the books is missing`];
      return text === textOf(row) ? [] : [`line ${placeOf(row)} of the books is not what its event says`];
    }),
    ...rows.filter((row) => !places.has(placeOf(row))).map((row) => `line ${placeOf(row)} of the books has no event`),
  ];
}

/** Writes the lines of the books that are missing. What is there is never changed. */
export async function writeMissingLines(
  prisma: PrismaClient,
  processId: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await prisma.ledgerEntry.createMany({ data: [...wantedRows(processId, entries)], skipDuplicates: true });
}

/** Faults of the books as a whole: a currency that does not balance, or plans that say something else about what is owed. */
export async function faultsInBooks(prisma: PrismaClient): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ currency: string; balance: bigint; booked: bigint; owed: bigint }[]>`
    SELECT currency, sum(balance)::bigint AS balance, sum(booked)::bigint AS booked, sum(owed)::bigint AS owed FROM (
      SELECT currency, sum(amount_minor) AS balance,
        coalesce(sum(amount_minor) FILTER (WHERE account = 'receivable'), 0) AS booked, 0 AS owed
      FROM ledger_entry GROUP BY currency
      UNION ALL
      SELECT currency, 0, 0, sum(outstanding_minor) FROM receivable GROUP BY currency
    ) sums GROUP BY currency ORDER BY currency`;
  return rows.flatMap(({ currency, balance, booked, owed }) => [
    ...(balance === 0n ? [] : [`${currency}: the books are out of balance by ${balance} minor units`]),
    ...(booked === owed ? [] : [`${currency}: the books say ${booked} minor units are owed, the plans say ${owed}`]),
  ]);
}
