import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stack } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a command of cli/ ended and what it printed. */
export interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
}

/** A command of cli/ as a process of its own. */
export interface CommandRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandEnd>;
}

/** Starts a command of cli/ on a stack. */
export function runCommand(stack: Stack, program: string, args: readonly string[] = []): CommandRun {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: root,
    env: { ...process.env, ...stack.env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}
