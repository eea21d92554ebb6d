import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseConfig } from '../config.ts';
import { type DataFolder, dataFolderAt, folderSettings, prepareDataFolder, wipeDataFolder } from './data-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { parseStartOptions, type StartOptions, startHelp } from './options.ts';
import { requireApiPort } from './ports.ts';
import { printable, Sentence } from './sentence.ts';
import { endedUnexpectedly, openServices, type Service, stopLeftovers } from './services.ts';
import { interruption } from './signals.ts';
import { type Summary, summaryText } from './summary.ts';
import type { Environment } from './tools.ts';
import { bringUp, type Programs, replaced, type World } from './world.ts';

/** In the fast pace a day passes in this many seconds. */
const FAST_SECONDS_PER_DAY = 20;
const SECONDS_PER_DAY = 86_400;

const say = (line: string) => console.log(line);

/**
 * `npm start`: brings up a world, prints its summary, and keeps it until Ctrl-C, a closed terminal, or the death of one
 * of its parts. Whatever happens, everything it started is stopped before it returns the exit code.
 */
export async function runWorld(argv: readonly string[], processEnv: Environment, programs: Programs): Promise<number> {
  const began = Date.now();
  try {
    const options = parseStartOptions(argv);
    if (options.help) {
      say(startHelp);
      return 0;
    }
    const env = environmentFor(options, processEnv);
    const folder = dataFolderAt(options.data);
    prepareDataFolder(folder);
    const unlock = lockFolder(folder);
    try {
      await stopLeftovers(folder, say);
      await requireApiPort(Number(env.PORT));
      await emptyIfAsked(options, folder);
      return await keepWorld(options, folder, env, programs, began);
    } finally {
      unlock();
    }
  } catch (error) {
    console.error(printable(error));
    return 1;
  }
}

/** The settings with what the command line adds; wrong ones are told before anything is started. */
function environmentFor(options: StartOptions, env: Environment): Environment {
  const fast = options.pace === 'fast';
  const replacements = Object.entries(replaced(env)).filter(([, isReplaced]) => isReplaced);
  if (fast && replacements.length > 0) {
    throw new Sentence(
      '--pace fast uses a throw-away world of its own; unset DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL.',
    );
  }
  const config = parseConfig({
    ...env,
    PORT: options.port === undefined ? env.PORT : String(options.port),
    DATABASE_URL: env.DATABASE_URL || 'postgresql://embedded',
  });
  return {
    ...env,
    PORT: String(config.port),
    ...(fast && { CLOCK_FACTOR: String(SECONDS_PER_DAY / FAST_SECONDS_PER_DAY), CLOCK_BASE: String(Date.now()) }),
  };
}

async function emptyIfAsked({ pace, reset, yes }: StartOptions, folder: DataFolder): Promise<void> {
  if (reset && !yes) await confirmReset(folder);
  if (!reset && pace === 'real') return;
  if (!reset) folderSettings(folder, true);
  wipeDataFolder(folder);
  prepareDataFolder(folder);
}

async function confirmReset(folder: DataFolder): Promise<void> {
  if (!process.stdin.isTTY) throw new Sentence('--reset asks before it deletes; where nobody can answer, add --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given = terminal.question(
    `Delete the database, the workflows and the mails in ${folder.path}? Type yes to go on: `,
  );
  const closed = once(terminal, 'close').then(() => '');
  terminal.once('SIGINT', () => terminal.close());
  const answer = await Promise.race([given, closed]);
  terminal.close();
  if (answer.trim() !== 'yes') throw new Sentence('Nothing was deleted.');
}

async function keepWorld(
  options: StartOptions,
  folder: DataFolder,
  env: Environment,
  programs: Programs,
  began: number,
): Promise<number> {
  const settings = folderSettings(folder, options.pace === 'fast');
  const services = openServices(folder, say);
  const interrupted = interruption(env, () => services.killAll());
  let fail: (error: Sentence) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const watch = (service: Service) => void service.exited.then((how) => fail(endedUnexpectedly(service, how)));
  const plan = { folder, settings, env, programs, seed: options.seed, signal: interrupted.signal };
  try {
    const ready = bringUp(plan, services, watch).then((world) => {
      say(summaryText(summaryOf(options, folder, env, world, began)));
      return interrupted.happened;
    });
    const why = await Promise.race([ready, interrupted.happened, failed]);
    say(`${why} Stopping the API, the worker, mail, Temporal and PostgreSQL.`);
    return 0;
  } catch (error) {
    console.error(printable(error));
    return 1;
  } finally {
    interrupted.stopWaiting();
    await services.stopAll();
    say(`Everything is stopped.${settings.throwAway ? '' : ` The data is kept in ${folder.path}.`}`);
  }
}

function summaryOf({ pace }: StartOptions, folder: DataFolder, env: Environment, world: World, began: number): Summary {
  const { config, ports, logins } = world;
  const given = replaced(env);
  return {
    console: config.publicUrl,
    temporalUi: given.temporal ? undefined : `http://localhost:${ports.temporalUi}`,
    temporalAddress: config.temporal.connection.address,
    mailInbox: given.mail ? undefined : `http://localhost:${ports.mailUi}`,
    smtpUrl: config.mail.smtpUrl,
    databaseUrl: config.databaseUrl,
    dataFolder: folder.path,
    logins,
    fast: pace === 'fast' ? { secondsPerDay: FAST_SECONDS_PER_DAY } : undefined,
    seconds: Math.round((Date.now() - began) / 100) / 10,
  };
}
