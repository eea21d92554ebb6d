import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file that has arrived completely and lies in the incoming folder until it is kept or thrown away. */
export interface ReceivedFile {
  readonly path: string;
  /** Lower-case hexadecimal SHA-256 of its bytes. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** A file the store holds. */
export interface StoredFile {
  readonly sha256: string;
  /** When it was handed in last, in real time. */
  readonly keptAt: Date;
}

/** Where the bytes of uploaded files are kept, each under its own SHA-256. Keeping a file twice keeps it once. */
export interface DocumentStore {
  /** Folder on this machine in which files arrive. */
  readonly incoming: string;
  /** Takes a received file over; it is durable when this has been answered, and gone from the incoming folder. */
  keep(file: ReceivedFile): Promise<void>;
  /**
   * Lends the file as a path on this machine, its bytes checked against the hash first. It must not be used any more
   * once `use` has been answered. Throws `FileLost` when it is not there or is not what was kept.
   */
  lend<T>(sha256: string, use: (path: string) => Promise<T>): Promise<T>;
  remove(sha256: string): Promise<void>;
  list(): AsyncIterable<StoredFile>;
}

/** Thrown when the store does not hold the bytes it should: a restored backup without its files, or a damaged disk. */
export class FileLost extends Error {
  constructor(sha256: string, why: string, options: ErrorOptions = {}) {
    super(`The file ${sha256} ${why}`, options);
    this.name = 'FileLost';
  }
}

/** Throws `FileLost` when the bytes at a path are not those of the hash. */
export async function verify(path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') !== sha256) throw new FileLost(sha256, 'has been changed since it was kept');
}

/** A name in the incoming folder that nobody else uses. */
export function incomingPath(incoming: string): string {
  return join(incoming, randomUUID());
}
