import { open } from 'node:fs/promises';
import { inspectDocx } from './docx.ts';
import type { FileRemark, FileType } from './file-type.ts';
import { inspectPdfFile } from './reader.ts';
import { FileRefused } from './refusal.ts';
import type { ReceivedFile } from './store.ts';
import { requireText } from './text.ts';

/** What a file is, and what its readers should know about it. */
export interface Inspected {
  readonly type: FileType;
  readonly remarks: readonly FileRemark[];
}

const headLength = 1_024;

/** Finds out what a file is by what is in it, and that nothing in it acts on those who open it. Throws `FileRefused`. */
export async function inspectFile({ path }: Pick<ReceivedFile, 'path'>): Promise<Inspected> {
  const head = await headOf(path);
  if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) {
    return { type: 'docx', remarks: await inspectDocx(path) };
  }
  // Readers take a PDF whose first line is preceded by something else.
  if (head.includes('%PDF-')) return { type: 'pdf', remarks: await inspectPdfFile(path) };
  if (head.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) {
    throw new FileRefused('FILE_TYPE', 'The file is an old or a password-protected Office file; save it as .docx');
  }
  if (head.includes(0)) throw new FileRefused('FILE_TYPE', 'The file is neither a Word document, a PDF nor a text');
  await requireText(path);
  return { type: 'txt', remarks: [] };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(headLength),
      length: headLength,
      position: 0,
    });
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
