import { execFileSync } from 'node:child_process';
import startStack from './stack-setup.ts';

/** Builds the console where it is stale, then starts the servers for the tests that walk it. */
export default async function prepareConsole(): Promise<void> {
  execFileSync(process.execPath, ['cli/prepare.mjs', '--console'], { stdio: ['ignore', 'ignore', 'inherit'] });
  await startStack();
}
