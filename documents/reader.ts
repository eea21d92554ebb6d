import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { TextComparison } from './compare.ts';
import type { FileRemark } from './file-type.ts';
import type { FileToRead, ReadingAnswer, ReadingTask } from './reader-worker.ts';
import { FileRefused } from './refusal.ts';

/** How much reading one file may cost. */
export interface ReadingLimits {
  /** Milliseconds until it is given up. */
  readonly time: number;
  /** Megabytes of memory. */
  readonly memory: number;
}

const ordinary: ReadingLimits = { time: 30_000, memory: 512 };
const program = fileURLToPath(new URL('./reader-thread.mjs', import.meta.url));

/** Reading waits its turn, so that a pile of large files takes no more memory and processors than one. */
let turn: Promise<unknown> = Promise.resolve();

/** Looks for scripts in a PDF. Throws `FileRefused`. */
export async function inspectPdfFile(path: string): Promise<readonly FileRemark[]> {
  const answer = await inTurn({ do: 'inspectPdf', path }, ordinary);
  return 'remarks' in answer ? answer.remarks : [];
}

/** The texts of two files side by side. Throws `FileRefused`, with `NO_TEXT` when one of them is a scan. */
export async function compareFiles(
  before: FileToRead,
  after: FileToRead,
  limits: ReadingLimits = ordinary,
): Promise<TextComparison> {
  const answer = await inTurn({ do: 'compare', before, after }, limits);
  if (!('comparison' in answer)) throw new Error('A comparison was asked for, and something else answered');
  return answer.comparison;
}

async function inTurn(task: ReadingTask, limits: ReadingLimits): Promise<Extract<ReadingAnswer, { ok: true }>> {
  const reading = turn.then(() => read(task, limits));
  turn = reading.catch(() => undefined);
  const answer = await reading;
  if (!answer.ok) throw new FileRefused(answer.code, answer.message);
  return answer;
}

/** Runs a task in a thread of its own, which is ended when it takes too long and ends itself when it takes too much. */
async function read(task: ReadingTask, { time, memory }: ReadingLimits): Promise<ReadingAnswer> {
  const worker = new Worker(program, {
    workerData: task,
    execArgv: [],
    env: {},
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: 64 },
  });
  let alarm: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ReadingAnswer>((resolve, reject) => {
      alarm = setTimeout(() => reject(beyond(`${time} ms`)), time);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? beyond(`${memory} MB`) : error),
      );
      worker.once('exit', (code) => reject(new Error(`The reader ended with ${code} before it had answered`)));
    });
  } finally {
    clearTimeout(alarm);
    await worker.terminate();
  }
}

function beyond(limit: string): FileRefused {
  return new FileRefused('TEXT_LIMIT', `The file takes more than ${limit} to read`);
}
