import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { instantAt, type LocalDate } from '../../domain/calendar.ts';
import { matchOf } from '../../domain/receipt/match.ts';
import type { Candidate, MatchTier } from '../../domain/receipt/model.ts';
import { chooseVariant } from '../../domain/variants/index.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import { BankFormatSettings, type StatementInput, type StatementReport } from '../contracts/bank-statements.ts';
import { fieldProblem, Problem } from '../problem.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { candidatesFor } from '../receipts/candidates.ts';
import { openReceipt } from '../receipts/open.ts';
import { customerOfPayer } from '../receipts/payer.ts';
import { readCamt053 } from './camt.ts';
import { readCsv } from './csv.ts';
import { NoStatement, type Statement, type StatementLine } from './line.ts';

type Report = z.output<typeof StatementReport>;
type Input = z.output<typeof StatementInput>;

/**
 * Reads a statement in: each payment received becomes a receipt under its reference of the bank. Reading it in again,
 * or one that overlaps with it, doubles nothing. Lines that cannot be used are listed, the others go in.
 */
export async function importStatement(
  dependencies: CommandDependencies,
  caller: Caller,
  input: Input,
): Promise<Report> {
  const { prisma, now } = dependencies;
  const bytes = Buffer.from(input.content, 'base64');
  const statement = await read(dependencies, bytes, input);
  const account = statement.account ?? input.account;
  if (account === undefined) {
    throw fieldProblem('FIELDS_MISSING', 'account', 'Neither the file nor the format says which account it is of');
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const importedBefore = (await prisma.bankStatement.count({ where: { sha256 } })) > 0;
  const receipts: Report['receipts'] = [];
  const given = new Given();
  for (const line of statement.lines) {
    receipts.push(await takeIn(dependencies, caller, { line, account, dryRun: input.dryRun, given }));
  }
  const { bookedTo, faults, passedOver } = statement;
  if (!input.dryRun) {
    const row = {
      sha256,
      fileName: input.fileName,
      format: input.format,
      account,
      bookedTo: bookedTo === null ? null : new Date(bookedTo),
      receipts: receipts.length,
      importedBy: caller.id,
      importedAt: new Date(now()),
    };
    await prisma.bankStatement.upsert({ where: { sha256 }, create: row, update: {} });
    await freshen(dependencies, account, bookedTo, input.readUntil);
  }
  return { sha256, account, bookedTo, dryRun: input.dryRun, importedBefore, receipts, faults: [...faults], passedOver };
}

/** Notes up to when the bookings of an account are known; an older statement takes nothing back. */
async function freshen(
  dependencies: CommandDependencies,
  account: string,
  bookedTo: LocalDate | null,
  given: number | undefined,
): Promise<void> {
  const { prisma, now } = dependencies;
  const calendar = await shownCalendar(dependencies);
  const until = given ?? (bookedTo === null ? null : instantAt(calendar, bookedTo, 24 * 60));
  if (until === null) return;
  const readUntil = new Date(Math.min(until, now()));
  await prisma.bankFeed.createMany({ data: [{ account, readUntil }], skipDuplicates: true });
  await prisma.bankFeed.updateMany({ where: { account, readUntil: { lt: readUntil } }, data: { readUntil } });
}

async function read({ prisma }: CommandDependencies, bytes: Uint8Array, { format }: Input): Promise<Statement> {
  try {
    if (format === 'camt.053') return readCamt053(bytes);
    const bank = await prisma.bankFormat.findUnique({ where: { id: format } });
    if (!bank) throw fieldProblem('UNKNOWN_REFERENCE', 'format', `There is no bank format ${format}`);
    return readCsv(bytes, BankFormatSettings.parse(bank.settings));
  } catch (error) {
    throw error instanceof NoStatement ? fieldProblem('INVALID', 'content', error.message) : error;
  }
}

/** What this import has given out already: plans take it in a moment later, and no instalment is to be paid twice. */
class Given {
  private readonly minor = new Map<string, number>();

  left(candidates: readonly Candidate[]): readonly Candidate[] {
    return candidates.map((candidate) => {
      const { outstanding, planId, instalmentId } = candidate;
      const minor = Math.max(0, outstanding.minor - (this.minor.get(`${planId}/${instalmentId}`) ?? 0));
      return { ...candidate, outstanding: { ...outstanding, minor } };
    });
  }

  add({ planId, instalmentId }: Candidate, minor: number): void {
    const key = `${planId}/${instalmentId}`;
    this.minor.set(key, (this.minor.get(key) ?? 0) + minor);
  }
}

interface Taking {
  readonly line: StatementLine;
  readonly account: string;
  readonly dryRun: boolean;
  readonly given: Given;
}

async function takeIn(
  dependencies: CommandDependencies,
  caller: Caller,
  { line, account, dryRun, given }: Taking,
): Promise<Report['receipts'][number]> {
  const { prisma } = dependencies;
  const { bankReference, amount, payer, remittance, bookedOn: receivedOn } = line;
  const told = { line: line.line, bankReference, amount, payer };
  const known = await prisma.receipt.findUnique({ where: { bankReference } });
  if (known) {
    const isSame = known.amountMinor === BigInt(amount.minor) && known.currency === amount.currency;
    return { ...told, outcome: isSame ? 'known' : 'refused', receiptId: known.heldBy, matchedBy: null };
  }
  const customer = await customerOfPayer(prisma, payer);
  const about = { amount, remittance, customer };
  const candidates = given.left(await candidatesFor(prisma, about));
  const matchedBy = foresee(about, candidates, given);
  if (dryRun) return { ...told, outcome: 'new', receiptId: null, matchedBy };
  const method = 'transfer' as const;
  const payment = {
    ...about,
    bankReference,
    account,
    receivedOn,
    payer,
    method,
    draft: null,
    holder: null,
    candidates,
  };
  try {
    const { body } = await openReceipt(dependencies, caller, payment);
    const { id, processId } = body as { id?: string; processId?: string };
    return { ...told, outcome: 'new', receiptId: id ?? processId ?? null, matchedBy };
  } catch (error) {
    // Somebody else has recorded it in this very moment, with another amount or on a plan.
    if (!(error instanceof Problem) || error.code !== 'DUPLICATE_RECEIPT') throw error;
    return { ...told, outcome: 'refused', receiptId: null, matchedBy: null };
  }
}

/** How the receipt will be matched, by the rule it runs by; what it will be given is set aside. */
function foresee(
  about: Parameters<typeof matchOf>[0],
  candidates: readonly Candidate[],
  given: Given,
): MatchTier | null {
  const variant = chooseVariant('receipt', { amount: about.amount, method: 'transfer' });
  const match = variant?.kind === 'receipt' ? matchOf(about, candidates, variant) : null;
  for (const { candidate, amount } of match?.parts ?? []) given.add(candidate, amount.minor);
  return match?.tier ?? null;
}
