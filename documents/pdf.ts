import { inflateSync } from 'node:zlib';
import type { FileRemark } from './file-type.ts';
import { FileRefused } from './refusal.ts';

/** Unpacked object streams list objects in words and numbers; more than this in one file hides something. */
const mostExpanded = 128 * 1024 * 1024;

/** Actions that run something on the reader's machine. Showing a page or opening a web address is none. */
const scripts = /\/(?:JavaScript|JS)(?![\w-])/;
const launches = /\/Launch(?![\w-])/;

/**
 * Looks through a PDF for scripts and for actions that start programs, also in compressed objects, and says what its
 * readers should know. Throws `FileRefused`.
 */
export function inspectPdf(bytes: Buffer): readonly FileRemark[] {
  const text = bytes.toString('latin1');
  const remarks = new Set<FileRemark>();
  look(text, remarks);
  let allowance = mostExpanded;
  for (const packed of objectStreams(text, bytes)) {
    const unpacked = inflated(packed, allowance);
    allowance -= unpacked.length;
    look(unpacked.toString('latin1'), remarks);
  }
  return [...remarks];
}

function look(text: string, remarks: Set<FileRemark>): void {
  const names = plainNames(withoutStreams(text));
  if (scripts.test(names)) throw new FileRefused('FILE_SCRIPT', 'The PDF holds scripts; print it to a new PDF');
  if (launches.test(names)) throw new FileRefused('FILE_SCRIPT', 'The PDF starts programs; print it to a new PDF');
  if (/\/Encrypt(?![\w-])/.test(names)) remarks.add('encrypted');
  if (/\/EmbeddedFiles?(?![\w-])/.test(names)) remarks.add('embeddedFiles');
}

/** Contents of pages and pictures are no objects, and may hold any bytes. */
function withoutStreams(text: string): string {
  return text.replace(/\bstream\r?\n[\s\S]*?\bendstream\b/g, 'stream endstream');
}

/** Names may be written with any of their letters in hexadecimal: `/J#61vaScript`. */
function plainNames(text: string): string {
  return text.replace(/#([0-9a-fA-F]{2})/g, (_written, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** The bytes of every stream that holds objects, or may: all that are merely deflated and are no picture or font. */
function* objectStreams(text: string, bytes: Buffer): Generator<Buffer> {
  const opening = /\/ObjStm\b[\s\S]{0,2000}?\bstream\r?\n/g;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const from = found.index + found[0].length;
    const to = text.indexOf('endstream', from);
    if (to > from) yield bytes.subarray(from, to);
  }
}

function inflated(packed: Buffer, maxOutputLength: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, maxOutputLength), finishFlush: 2 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new FileRefused('FILE_EXPANDS', 'Unpacked, the PDF is too large', { cause: error });
    }
    // Not deflated, or encrypted: then no reader finds a script in it without the password either.
    return packed;
  }
}
