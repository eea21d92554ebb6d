import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { compareTexts, type TextComparison } from './compare.ts';
import type { FileRemark, FileType } from './file-type.ts';
import { inspectPdf } from './pdf.ts';
import { type FileRefusalCode, FileRefused } from './refusal.ts';
import { paragraphsOf } from './text.ts';

/** A file to be read. */
export interface FileToRead {
  readonly path: string;
  readonly type: FileType;
}

/** What a reader is asked to do with files that strangers have made. */
export type ReadingTask =
  | { readonly do: 'inspectPdf'; readonly path: string }
  | { readonly do: 'compare'; readonly before: FileToRead; readonly after: FileToRead };

export type ReadingAnswer =
  | { readonly ok: true; readonly remarks: readonly FileRemark[] }
  | { readonly ok: true; readonly comparison: TextComparison }
  | { readonly ok: false; readonly code: FileRefusalCode; readonly message: string };

async function carriedOut(task: ReadingTask): Promise<ReadingAnswer> {
  switch (task.do) {
    case 'inspectPdf':
      return { ok: true, remarks: inspectPdf(await readFile(task.path)) };
    case 'compare': {
      const [before, after] = [task.before, task.after].map(({ path, type }) => paragraphsOf(path, type));
      return { ok: true, comparison: compareTexts((await before) ?? [], (await after) ?? []) };
    }
    default:
      return task satisfies never;
  }
}

async function answer(task: ReadingTask): Promise<ReadingAnswer> {
  try {
    return await carriedOut(task);
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

parentPort?.postMessage(await answer(workerData as ReadingTask));
