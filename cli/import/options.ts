import { parseArgs } from 'node:util';
import { Sentence } from '../sentence.ts';

/** What `npm run import -- …` was asked to do. */
export interface ImportOptions {
  readonly from: string;
  readonly dryRun: boolean;
  readonly mailDomain: string;
  readonly currency: string;
  readonly spreadWorkdays: number;
  readonly errors: string;
  readonly data: string;
  readonly help: boolean;
}

/** The text of `npm run import -- --help`. */
export const importHelp = `npm run import -- --from DIR [options]

Reads accounts.csv, products.csv, sales_teams.csv and sales_pipeline.csv. Everything is checked first and the plan is
printed; rows that cannot be used go to the error file while the others go in. What is already there is left as it is,
so that the import can be run again at any time, also after it was cut off.

  --from DIR            folder with the four files
  --dry-run             check and print the plan, change nothing
  --mail-domain HOST    where the mailboxes of agents and managers are (default example.com)
  --currency CODE       currency of all prices and values (default USD)
  --spread-workdays N   the first follow-ups of each agent are spread over the next N working days (default 10)
  --errors FILE         where rows that cannot be used are listed (default import-errors.csv)
  --data DIR            data folder of the running npm start (default .fairway)

DATABASE_URL with TEMPORAL_ADDRESS names the system to import into instead of a running npm start.`;

/** Reads the command line of the import; a wrong option gives a sentence that names it. */
export function parseImportOptions(argv: readonly string[]): ImportOptions {
  const values = parse(argv);
  const options = {
    from: values.from ?? '',
    dryRun: values['dry-run'] ?? false,
    mailDomain: values['mail-domain'] ?? 'example.com',
    currency: values.currency ?? 'USD',
    spreadWorkdays: Number(values['spread-workdays'] ?? 10),
    errors: values.errors ?? 'import-errors.csv',
    data: values.data ?? '.fairway',
    help: values.help ?? false,
  };
  if (options.help) return options;
  if (options.from === '')
    throw new Sentence(`--from is missing; it names the folder with the four files.\n\n${importHelp}`);
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(options.mailDomain)) {
    throw new Sentence(`--mail-domain is "${options.mailDomain}"; it must be a host name such as example.com.`);
  }
  if (!/^[A-Z]{3}$/.test(options.currency)) {
    throw new Sentence(`--currency is "${options.currency}"; it must be an ISO 4217 code such as USD.`);
  }
  if (!Number.isInteger(options.spreadWorkdays) || options.spreadWorkdays < 1 || options.spreadWorkdays > 250) {
    throw new Sentence(`--spread-workdays is "${values['spread-workdays']}"; it must be a whole number from 1 to 250.`);
  }
  return options;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        from: { type: 'string' },
        'dry-run': { type: 'boolean' },
        'mail-domain': { type: 'string' },
        currency: { type: 'string' },
        'spread-workdays': { type: 'string' },
        errors: { type: 'string' },
        data: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new Sentence(`${(error as Error).message}\n\n${importHelp}`);
  }
}
