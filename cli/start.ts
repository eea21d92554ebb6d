import { runWorld } from './run-world.ts';

const programs = { worker: 'worker.ts', api: 'api/server.ts', seed: 'prisma/seed.ts' };

process.exit(await runWorld(process.argv.slice(2), process.env, programs));
