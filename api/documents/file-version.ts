import type { ContractFile } from '../../domain/contract/model.ts';
import { codeFor } from '../../gateway/digest.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import { isTaken } from '../unique.ts';
import type { Upload } from './upload.ts';

/** Of what an uploaded file becomes a version. */
export interface Versioned {
  readonly number: string;
  readonly title: string;
  readonly processId: string;
}

const attempts = 5;

/**
 * Puts an uploaded file on record as the next version of its number, before the process is asked to take it. Handed in
 * again for the same command it is found, not put there twice.
 */
export async function recordVersion(
  prisma: PrismaClient,
  caller: Pick<Caller, 'id'>,
  { number, title, processId }: Versioned,
  { fileName, mime, size, sha256, remarks }: Upload<unknown>,
  commandId: string,
): Promise<ContractFile> {
  const id = `D-${codeFor(`${processId}\n${number}\n${caller.id}\n${commandId}\n${sha256}`)}`;
  const known = await prisma.document.findUnique({ where: { id } });
  const fileOf = (version: number): ContractFile => ({
    document: { id, number, version, title, sha256 },
    fileName,
    mime,
    size,
    remarks,
  });
  if (known) return fileOf(known.version);
  for (let attempt = 1; ; attempt += 1) {
    const latest = await prisma.document.aggregate({ where: { number }, _max: { version: true } });
    const version = (latest._max.version ?? 0) + 1;
    const data = { id, number, version, title, mime, sha256, size, fileName, processId, createdBy: caller.id };
    try {
      await prisma.document.create({ data: { ...data, bytes: null } });
      return fileOf(version);
    } catch (error) {
      // Somebody else has just handed in that version.
      if (!isTaken(error) || attempt === attempts) throw error;
    }
  }
}

/** Takes a version back that its process has refused; its bytes go when the store is tidied up. */
export async function withdrawVersion(prisma: PrismaClient, { document }: ContractFile): Promise<void> {
  await prisma.document.deleteMany({ where: { id: document.id } });
}
