import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { STACK_VARIABLE } from './stack.ts';

const server = fileURLToPath(new URL('./stack-server.ts', import.meta.url));

/** The stack's process, from set-up to tear-down; jest gives both the same global object. */
export const stackHolder = globalThis as typeof globalThis & { stackProcess?: ChildProcess };

/** Starts the servers once for a whole run and hands their addresses to the test files. */
export default async function startStack(): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', server], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  stackHolder.stackProcess = child;
  process.env[STACK_VARIABLE] = await firstLineOf(child);
}

function firstLineOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('The stack has no output.');
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve(line);
      else console.log(line);
    });
    child.once('exit', (code) =>
      reject(new Error(`The servers for the tests could not be started (exit code ${code}).`)),
    );
  });
}
