import { createReadStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { attachment, safeFileName } from '../../documents/file-name.ts';
import { fileTypeOf } from '../../documents/file-type.ts';
import type { DocumentStore } from '../../documents/store.ts';
import type { Document } from '../../prisma/generated/client.ts';
import type { Answer } from '../http/answer.ts';

/** What of a stored document is needed to hand its bytes out. */
export type Readable = Pick<Document, 'bytes' | 'sha256'>;

/** Writes the exact bytes of a document and ends the writing, wherever they lie. */
export async function writeContent(store: DocumentStore, { bytes, sha256 }: Readable, to: Writable): Promise<void> {
  if (bytes) return await pipeline([Buffer.from(bytes)], to);
  await store.lend(sha256, (path) => pipeline(createReadStream(path), to));
}

/** The name a document is saved under. */
function downloadName({ fileName, number, version, mime }: Document): string {
  const type = fileTypeOf(mime);
  if (fileName) return fileName;
  return type ? safeFileName(`${number}-v${version}.${type}`, type) : `${number}-v${version}`;
}

/** A document as a download: never shown by the browser itself, and with its hash. */
export function download(store: DocumentStore, document: Document): Answer {
  const { mime, sha256, bytes, size } = document;
  const length = size ?? bytes?.length;
  return {
    status: 200,
    stream: (response) => writeContent(store, document, response),
    headers: {
      'Content-Type': mime,
      ...(length === undefined ? {} : { 'Content-Length': String(length) }),
      'Content-Disposition': attachment(downloadName(document)),
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
      Digest: `sha-256=${Buffer.from(sha256, 'hex').toString('base64')}`,
    },
  };
}
