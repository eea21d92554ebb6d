/** `npm start` with small programs in place of the product's, so that its own work can be tested alone. */
import { fileURLToPath } from 'node:url';
import { runWorld } from '../../../cli/run-world.ts';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const programs = { worker: beside('./worker.ts'), api: beside('./api.ts'), seed: beside('./seed.ts') };

process.exit(await runWorld(process.argv.slice(2), process.env, programs));
