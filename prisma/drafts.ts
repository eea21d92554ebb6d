import { createHash } from 'node:crypto';
import type { DocumentDraft, DocumentRef } from '../domain/deal.ts';
import type { PrismaClient } from './client.ts';

/**
 * Keeps the exact bytes of a text once, as a version of its number; what is approved is their hash. Texts that Fairway
 * writes itself are small and belong to the record, so they lie in the database and not in the document store.
 */
export async function storeDraft(
  prisma: PrismaClient,
  { number, version, title, text }: DocumentDraft,
  { createdBy, processId = null }: { readonly createdBy: string; readonly processId?: string | null },
): Promise<DocumentRef & { readonly size: number }> {
  const bytes = new TextEncoder().encode(text);
  const stored = await prisma.document.upsert({
    where: { number_version: { number, version } },
    update: {},
    create: {
      id: `${number}-v${version}`,
      number,
      version,
      title,
      mime: 'text/plain; charset=utf-8',
      bytes: new Uint8Array(bytes),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      fileName: `${number}-v${version}.txt`,
      processId,
      createdBy,
    },
  });
  return { id: stored.id, number, version, title: stored.title, sha256: stored.sha256, size: bytes.length };
}
