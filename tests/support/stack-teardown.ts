import { once } from 'node:events';
import { stackHolder } from './stack-setup.ts';

/** Stops the servers of the run: they end when nobody holds their standard input any more. */
export default async function stopStack(): Promise<void> {
  const child = stackHolder.stackProcess;
  if (child === undefined || child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
