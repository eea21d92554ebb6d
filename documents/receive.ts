import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileRefused } from './refusal.ts';
import { incomingPath, type ReceivedFile } from './store.ts';

/** Largest file that is taken, in bytes. */
export const largestFile = 50 * 1024 * 1024;

/**
 * Writes a stream to the incoming folder and hashes it on the way, holding no more of it than a few chunks. Throws
 * `FileRefused` for one that is empty or too large; nothing is left behind then.
 */
export async function receiveFile(source: Readable, incoming: string): Promise<ReceivedFile> {
  const path = incomingPath(incoming);
  const hash = createHash('sha256');
  let size = 0;
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > largestFile) return done(new FileRefused('FILE_TOO_LARGE', `A file has at most ${largestFile} bytes`));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(source, measured, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    if (size === 0) throw new FileRefused('FILE_MISSING', 'The file is empty');
    return { path, sha256: hash.digest('hex'), size };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
