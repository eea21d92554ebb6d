import { mkdirSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DocumentStore, FileLost, type ReceivedFile, type StoredFile, verify } from './store.ts';

/**
 * Files in a folder of this machine, or one several machines share, spread over 256 subfolders. A file appears under its
 * name whole or not at all: it is written elsewhere on the same disk, forced to the disk and then renamed.
 */
export function openLocalStore(folder: string): DocumentStore {
  const incoming = join(folder, 'incoming');
  const kept = join(folder, 'sha256');
  for (const each of [incoming, kept]) mkdirSync(each, { recursive: true, mode: 0o700 });
  const pathOf = (sha256: string) => join(kept, sha256.slice(0, 2), sha256);
  return {
    incoming,
    async keep({ path, sha256 }: ReceivedFile) {
      const target = pathOf(sha256);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await synced(path);
      await rename(path, target);
      // Renaming keeps the time of the last write; what counts for tidying up is when it was handed in.
      const now = new Date();
      await utimes(target, now, now);
      await synced(dirname(target));
    },
    async lend(sha256, use) {
      const path = pathOf(sha256);
      try {
        await verify(path, sha256);
      } catch (error) {
        if (isMissing(error)) throw new FileLost(sha256, 'is not in the document folder', { cause: error });
        throw error;
      }
      return await use(path);
    },
    async remove(sha256) {
      await rm(pathOf(sha256), { force: true });
    },
    async *list(): AsyncIterable<StoredFile> {
      for (const part of await readdir(kept)) {
        for (const sha256 of await readdir(join(kept, part))) {
          const { mtime } = await stat(pathOf(sha256));
          yield { sha256, keptAt: mtime };
        }
      }
    },
  };
}

/** Forces a file, or the entries of a folder, to the disk. */
async function synced(path: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
