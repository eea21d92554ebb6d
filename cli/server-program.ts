import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Sentence } from './sentence.ts';

/** A program's path, or in a few words why there is none, where that matters to a person. */
export type Found = { readonly program: string } | { readonly reason?: string };

/** One way to come by a server's program. */
export interface Source {
  readonly name: string;
  find(): Promise<Found>;
}

/** The first program that a source has, asked in their order; when none has one, the sentence lists every reason. */
export async function firstProgram(what: string, sources: readonly Source[], remedy: string): Promise<string> {
  const reasons: string[] = [];
  for (const source of sources) {
    const found = await source.find();
    if ('program' in found) return found.program;
    if (found.reason !== undefined) reasons.push(`${source.name}: ${found.reason}`);
  }
  throw new Sentence(`${what} was not found (${reasons.join('; ')}). ${remedy}`);
}

/** The message of an error as one short line, to be quoted inside a sentence. */
export function shortReason(error: unknown): string {
  const line = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/**
 * Fills a cache folder by way of one beside it, renamed when complete, so that an interrupted build leaves nothing
 * half-made. Of two that build at once, the first to finish is kept.
 */
export async function fillCache(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = `${folder}.unfinished-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(unfinished);
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
