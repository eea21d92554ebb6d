import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the file to write: node --import tsx cli/bundle.ts FILE');
  process.exit(1);
}

const workflowsPath = fileURLToPath(new URL('../workflows/workflows.ts', import.meta.url));
const { code } = await bundleWorkflowCode({ workflowsPath });
await writeFile(file, code);
