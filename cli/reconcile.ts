import { parseArgs } from 'node:util';
import { Client, type Connection } from '@temporalio/client';
import { mailSettingsFrom } from '../activities/mail/settings.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../prisma/client.ts';
import { isWorked, waitForTemporal } from './readiness.ts';
import type { Looking } from './reconcile/examine.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { runningConfig } from './running-config.ts';
import { printable, Sentence } from './sentence.ts';

const help = `npm run reconcile [-- options]

Compares what the database says about every process with the process itself: open ones with their workflow, ended ones
with their events; checks the hash chain of every process, and the books against the events they follow from. Lists
what differs and ends with exit code 1 when something is left, with 2 when it could not look.

  --repair       bring lists and waits to what the processes say, recover events that were lost, and write lines of
                 the books that are missing
  --data DIR     data folder of the running npm start (default .fairway)`;

const say = (line: string) => console.log(line);

/** Entry point. */
async function main(): Promise<number> {
  const { repair, data, ...options } = parse(process.argv.slice(2));
  if (options.help) {
    say(help);
    return 0;
  }
  const config = runningConfig(process.env, data ?? '.fairway');
  const connection = await waitForTemporal(config.temporal, 5_000);
  const looking = lookingFor(config, connection);
  try {
    if (!(await isWorked(connection, config.temporal))) {
      throw new Sentence(
        `No worker listens on task queue ${config.temporal.taskQueue}, so that no process can be asked; start npm start, or a worker.`,
      );
    }
    const messageIdDomain = mailSettingsFrom(config).domain;
    return await reconcile(looking, { repair: repair ?? false, messageIdDomain, say });
  } finally {
    await connection.close();
    await looking.prisma.$disconnect();
  }
}

function parse(argv: string[]) {
  try {
    const options = { repair: { type: 'boolean' }, data: { type: 'string' }, help: { type: 'boolean' } } as const;
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n\n${help}`);
  }
}

function lookingFor({ databaseUrl, temporal, tenant, clock }: Config, connection: Connection): Looking {
  const { namespace, taskQueue } = temporal;
  const gatewayOf = (client: Client) => ({ client, taskQueue, tenant, clock });
  return {
    prisma: openDatabase(databaseUrl),
    tenant,
    running: gatewayOf(new Client({ connection, namespace, workflow: { queryRejectCondition: 'NOT_OPEN' } })),
    any: gatewayOf(new Client({ connection, namespace })),
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(printable(error));
  process.exitCode = 2;
}
