import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { loadConfig } from '../../../config.ts';

const { temporal } = loadConfig();
const connection = await NativeConnection.connect(temporal.connection);
const workflowsPath = fileURLToPath(new URL('./workflow.ts', import.meta.url));
const { namespace, taskQueue } = temporal;
const worker = await Worker.create({ connection, namespace, taskQueue, workflowsPath });
await worker.run();
await connection.close();
