/**
 * Lets Temporal's SDK download a server into a folder, and prints the program's path. A process of its own, so that the
 * SDK's native runtime does not stay in the one that asks.
 *
 *   tsx cli/sdk-download.ts dev-server|time-skipping FOLDER
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [kind, downloadDir = ''] = process.argv.slice(2);
const server = { executable: { type: 'cached-download' as const, downloadDir } };
const environment =
  kind === 'time-skipping'
    ? await TestWorkflowEnvironment.createTimeSkipping({ server })
    : await TestWorkflowEnvironment.createLocal({ server });
await environment.teardown();
const [program] = readdirSync(downloadDir).filter((name) => !name.endsWith('.downloading'));
if (program === undefined) throw new Error(`The SDK left no program in ${downloadDir}.`);
console.log(join(downloadDir, program));
