import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type DocumentStore, FileLost, incomingPath, type ReceivedFile, verify } from './store.ts';

/** Where an S3-compatible store is, and how to sign in. */
export interface S3Settings {
  readonly bucket: string;
  /** Absent: Amazon's own, by region. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Absent: whatever the machine offers, such as the role of an instance. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

const prefix = 'sha256/';

/**
 * Files in a bucket of an S3-compatible store. They arrive in a folder of this machine first, because a file is looked
 * into before it is taken; the bucket sees it only whole, under its hash.
 */
export function openS3Store(folder: string, { bucket, endpoint, region, credentials }: S3Settings): DocumentStore {
  const incoming = join(folder, 'incoming');
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  const client = new S3Client({
    region,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(credentials ? { credentials } : {}),
    // The file's own SHA-256 is checked on every read; stores of other makers do not all know Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const object = (sha256: string) => ({ Bucket: bucket, Key: `${prefix}${sha256}` });

  async function fetchTo(sha256: string, path: string): Promise<void> {
    try {
      const { Body } = await client.send(new GetObjectCommand(object(sha256)));
      await pipeline(Body as Readable, createWriteStream(path));
    } catch (error) {
      if (error instanceof NoSuchKey) throw new FileLost(sha256, `is not in the bucket ${bucket}`, { cause: error });
      throw error;
    }
    await verify(path, sha256);
  }

  return {
    incoming,
    async keep({ path, sha256, size }: ReceivedFile) {
      const Body = createReadStream(path);
      await client.send(new PutObjectCommand({ ...object(sha256), Body, ContentLength: size }));
      await rm(path, { force: true });
    },
    async lend(sha256, use) {
      const path = incomingPath(incoming);
      try {
        await fetchTo(sha256, path);
        return await use(path);
      } finally {
        await rm(path, { force: true });
      }
    },
    async remove(sha256) {
      await client.send(new DeleteObjectCommand(object(sha256)));
    },
    async *list() {
      let ContinuationToken: string | undefined;
      do {
        const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken }));
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (Key && LastModified) yield { sha256: Key.slice(prefix.length), keptAt: LastModified };
        }
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken);
    },
  };
}
