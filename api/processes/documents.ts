import type { DocumentRef } from '../../domain/deal.ts';
import { codeFor, sha256 } from '../../gateway/digest.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Document } from '../../prisma/generated/client.ts';
import { type Caller, seesEverything } from '../auth/caller.ts';
import { largestDocument } from '../contracts/approvals.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { isTaken } from '../unique.ts';
import { viewOf } from '../visibility.ts';

/** A document as it was handed in. */
export interface HandedIn {
  readonly number: string;
  readonly title: string;
  readonly mime: string;
  readonly contentBase64: string;
}

const attempts = 5;

/**
 * Keeps the exact bytes of a document as the next version of its number. Bytes that are the latest version already are
 * not kept twice.
 */
export async function storeDocument(
  prisma: PrismaClient,
  caller: Caller,
  { number, title, mime, contentBase64 }: HandedIn,
): Promise<DocumentRef> {
  const bytes = Buffer.from(contentBase64, 'base64');
  if (bytes.length > largestDocument) {
    throw fieldProblem('TOO_LARGE', 'document.contentBase64', `A document has at most ${largestDocument} bytes`);
  }
  const hash = sha256(bytes);
  for (let attempt = 1; ; attempt += 1) {
    const latest = await prisma.document.findFirst({ where: { number }, orderBy: { version: 'desc' } });
    if (latest?.sha256 === hash) return refOf(latest);
    const version = (latest?.version ?? 0) + 1;
    const id = `D-${codeFor(`${number}\n${version}\n${hash}`)}`;
    const data = { id, number, version, title, mime, bytes: new Uint8Array(bytes), sha256: hash, createdBy: caller.id };
    try {
      return refOf(await prisma.document.create({ data }));
    } catch (error) {
      // Somebody else has just handed in that version.
      if (!isTaken(error) || attempt === attempts) throw error;
    }
  }
}

function refOf({ id, number, version, title, sha256: hash }: Document): DocumentRef {
  return { id, number, version, title, sha256: hash };
}

/** A document the caller handed in, or of a process, or an approval about it, that the caller may see. Throws NOT_FOUND. */
export async function findDocument(prisma: PrismaClient, caller: Caller, id: string): Promise<Document> {
  const document = await prisma.document.findUnique({ where: { id } });
  if (document && (await mayRead(prisma, caller, document))) return document;
  throw new Problem('NOT_FOUND', `There is no document ${id}`);
}

async function mayRead(prisma: PrismaClient, caller: Caller, document: Document): Promise<boolean> {
  if (document.createdBy === caller.id) return true;
  return (await seesProcessOf(prisma, caller, document)) || (await seesApprovalOf(prisma, caller, document.id));
}

async function seesProcessOf(prisma: PrismaClient, caller: Caller, { processId }: Document): Promise<boolean> {
  if (processId === null) return false;
  const { process } = await viewOf(prisma, caller, { ids: [processId] });
  const [found] = await prisma.$queryRaw<
    { id: string }[]
  >`SELECT p.id FROM process p WHERE p.id = ${processId} AND ${process}`;
  return found !== undefined;
}

async function seesApprovalOf(prisma: PrismaClient, caller: Caller, id: string): Promise<boolean> {
  if (seesEverything(caller)) return true;
  const { process } = await viewOf(prisma, caller, { kind: 'approval' });
  const present = JSON.stringify({ state: { document: { id } } });
  const past = JSON.stringify({ state: { pastRounds: [{ document: { id } }] } });
  const [found] = await prisma.$queryRaw<{ seen: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM process p WHERE p.kind = 'approval' AND ${process}
        AND (p.snapshot @> ${present}::jsonb OR p.snapshot @> ${past}::jsonb)
    ) AS seen`;
  return found?.seen === true;
}
