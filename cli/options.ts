import { parseArgs } from 'node:util';
import { Sentence } from './sentence.ts';

/** What `npm start -- …` was asked to do. */
export interface StartOptions {
  readonly pace: 'real' | 'fast';
  readonly port: number | undefined;
  readonly data: string;
  readonly reset: boolean;
  readonly yes: boolean;
  readonly seed: boolean;
  readonly help: boolean;
}

/** The text of `npm start -- --help`. */
export const startHelp = `npm start -- [options]

  --port N       port of the console and the API (default 3000, or PORT)
  --data DIR     where the embedded database, workflows and mails are kept (default .fairway)
  --pace fast    a throw-away demo world in .fairway-fast, empty at each start, in which a day passes in 20 seconds
  --reset        delete what the data folder holds first; asks before
  --yes          do not ask
  --no-seed      do not load demo data

PORT, DATABASE_URL, TEMPORAL_ADDRESS and SMTP_URL replace the embedded parts.`;

/** Reads the command line of `npm start`; a wrong option gives a sentence that names it. */
export function parseStartOptions(argv: readonly string[]): StartOptions {
  const values = parse(argv);
  if (values.pace !== undefined && values.pace !== 'fast' && values.pace !== 'real') {
    throw new Sentence(`--pace is "${values.pace}"; it must be fast or real.`);
  }
  const pace = values.pace ?? 'real';
  return {
    pace,
    port: values.port === undefined ? undefined : portFrom(values.port),
    data: values.data ?? (pace === 'fast' ? '.fairway-fast' : '.fairway'),
    reset: values.reset ?? false,
    yes: values.yes ?? false,
    seed: !(values['no-seed'] ?? false),
    help: values.help ?? false,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        pace: { type: 'string' },
        port: { type: 'string' },
        data: { type: 'string' },
        reset: { type: 'boolean' },
        yes: { type: 'boolean' },
        'no-seed': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n\n${startHelp}`);
  }
}

function portFrom(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Sentence(`--port is "${text}"; it must be a whole number from 1 to 65535.`);
  }
  return port;
}
