import { rm, writeFile } from 'node:fs/promises';
import type { TextComparison } from '../../documents/compare.ts';
import { type FileType, fileTypeOf } from '../../documents/file-type.ts';
import { compareFiles } from '../../documents/reader.ts';
import { FileRefused } from '../../documents/refusal.ts';
import { type DocumentStore, incomingPath } from '../../documents/store.ts';
import type { Prisma, PrismaClient } from '../../prisma/client.ts';
import type { Document } from '../../prisma/generated/client.ts';

type Compared = Pick<Document, 'bytes' | 'sha256' | 'mime'>;

/** The texts of two documents side by side. What has been compared once is kept: the same bytes never differ otherwise. */
export async function compareDocuments(
  { prisma, documents }: { readonly prisma: PrismaClient; readonly documents: DocumentStore },
  before: Compared,
  after: Compared,
): Promise<TextComparison> {
  const key = { fromSha256: before.sha256, toSha256: after.sha256 };
  const kept = await prisma.documentComparison.findUnique({ where: { fromSha256_toSha256: key } });
  if (kept) return kept.result as unknown as TextComparison;
  const compared = await lent(documents, before, (old) =>
    lent(documents, after, (fresh) =>
      compareFiles({ path: old, type: typeOf(before) }, { path: fresh, type: typeOf(after) }),
    ),
  );
  const result = compared as unknown as Prisma.InputJsonValue;
  await prisma.documentComparison.upsert({
    where: { fromSha256_toSha256: key },
    update: {},
    create: { ...key, result },
  });
  return compared;
}

function typeOf({ mime }: Compared): FileType {
  const type = fileTypeOf(mime);
  if (!type) throw new FileRefused('NO_TEXT', `Files of type ${mime} have no text to compare`);
  return type;
}

/** Lends the bytes as a file, also those that lie in the database. */
async function lent<T>(
  store: DocumentStore,
  { bytes, sha256 }: Compared,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (!bytes) return await store.lend(sha256, use);
  const path = incomingPath(store.incoming);
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
    return await use(path);
  } finally {
    await rm(path, { force: true });
  }
}
