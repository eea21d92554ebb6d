import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import type { z } from 'zod';
import { safeFileName } from '../../documents/file-name.ts';
import { mimeTypes } from '../../documents/file-type.ts';
import { inspectFile } from '../../documents/inspect.ts';
import { receiveFile } from '../../documents/receive.ts';
import { type FileRefusalCode, FileRefused } from '../../documents/refusal.ts';
import type { DocumentStore, ReceivedFile } from '../../documents/store.ts';
import { isCleanText } from '../http/clean-text.ts';
import { parsed } from '../http/parse.ts';
import { Problem } from '../problem.ts';

/** Why an upload may be refused. */
export const uploadRefusals = [
  'FILE_MISSING',
  'FILE_TOO_LARGE',
  'FILE_TYPE',
  'FILE_DAMAGED',
  'FILE_MACROS',
  'FILE_EXTERNAL_LINK',
  'FILE_EXPANDS',
  'FILE_SCRIPT',
  'TEXT_LIMIT',
] as const satisfies readonly FileRefusalCode[];

/** A file that has been handed in, looked into and kept. */
export interface Upload<Fields> {
  readonly fields: Fields;
  readonly fileName: string;
  readonly mime: string;
  readonly size: number;
  readonly sha256: string;
  readonly remarks: readonly string[];
}

/** A form has a few short fields beside its file. */
const limits = { files: 1, fields: 20, fieldSize: 16 * 1024, parts: 25, headerPairs: 100 };

/**
 * Reads a form with one file from the request as it comes, looks into the file and keeps it in the store. The fields
 * stand before the file or after it. Throws a problem that says what is wrong; nothing is kept then.
 */
export async function receiveUpload<Form extends z.ZodObject>(
  request: Request,
  store: DocumentStore,
  form: Form,
): Promise<Upload<z.output<Form>>> {
  if (!request.is('multipart/form-data')) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the file as multipart/form-data, in the field file');
  }
  const { file, given } = await readForm(request, store);
  try {
    const fields = parsed(form, given);
    if (!file) throw new FileRefused('FILE_MISSING', 'The form has no file in the field file');
    const { type, remarks } = await inspectFile(file.received);
    await store.keep(file.received);
    const { size, sha256 } = file.received;
    return { fields, fileName: safeFileName(file.name, type), mime: mimeTypes[type], size, sha256, remarks };
  } finally {
    // Kept, it lies elsewhere by now.
    if (file) await rm(file.received.path, { force: true });
  }
}

interface ReadForm {
  readonly file: { readonly name: string; readonly received: ReceivedFile } | undefined;
  readonly given: Readonly<Record<string, string>>;
}

async function readForm(request: Request, store: DocumentStore): Promise<ReadForm> {
  const given: Record<string, string> = {};
  let file: Promise<ReadForm['file']> | undefined;
  let reader: busboy.Busboy;
  try {
    reader = busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
  } catch (error) {
    throw new Problem('MALFORMED', 'The form has no boundary', { cause: error });
  }
  const read = new Promise<void>((resolve, reject) => {
    reader.on('file', (field: string, stream: Readable, { filename }) => {
      if (field !== 'file' || file) return stream.resume();
      file = receiveFile(stream, store.incoming).then((received) => ({ name: filename ?? '', received }));
      // A file that cannot be taken ends the reading at once; the rest is not worth waiting for.
      file.catch(reject);
    });
    reader.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated || !isCleanText(value) || !isCleanText(name)) {
        return reject(new Problem('MALFORMED', `The field ${name.slice(0, 50)} cannot be read`));
      }
      Object.defineProperty(given, name, { value, enumerable: true, configurable: true });
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      reader.on(limit, () => reject(new Problem('MALFORMED', 'The form has too many parts; it takes one file')));
    }
    reader.on('error', (error) => reject(new Problem('MALFORMED', 'The form is cut off or damaged', { cause: error })));
    reader.on('close', resolve);
    request.on('aborted', () => reject(new Problem('MALFORMED', 'The upload was cut off')));
    request.pipe(reader);
  });
  try {
    await read;
    return { file: await file, given };
  } catch (error) {
    request.unpipe(reader);
    request.resume();
    reader.destroy();
    await discard(file);
    throw error;
  }
}

/** What has arrived of a file that is not wanted after all. */
async function discard(file: Promise<ReadForm['file']> | undefined): Promise<void> {
  const arrived = await file?.catch(() => undefined);
  if (arrived) await rm(arrived.received.path, { force: true });
}
