import { chinaWorkingCalendar } from '../prisma/china-days.ts';
import { printable } from './sentence.ts';
import { parseSimulateOptions, simulateHelp } from './simulate/options.ts';
import { reportText } from './simulate/report.ts';
import { simulate } from './simulate/simulate.ts';

const say = (line: string) => console.log(line);

/** Holidays are known from this year on; invoices from before follow the plain week. */
const knownFrom = 2010;

/** Entry point: runs past invoices through the rules of collection and reports what would have been sent. */
async function main(): Promise<void> {
  const began = Date.now();
  const options = parseSimulateOptions(process.argv.slice(2));
  if (options.help) return say(simulateHelp);
  const today = new Date().toISOString().slice(0, 10);
  const outcome = await simulate(options, { calendar: chinaWorkingCalendar(knownFrom), today });
  say(reportText(outcome));
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  say(
    `\n${outcome.history.invoices.toLocaleString('en')} invoices in ${seconds} s, with at most ${megabytes} MB of memory.`,
  );
  if (outcome.bad > 0)
    say(`${outcome.bad.toLocaleString('en')} rows cannot be used; they are listed in ${options.errors}.`);
  const late = outcome.variants.reduce((whole, { tally }) => whole + tally.afterPayment, 0);
  if (late > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(printable(error));
  process.exitCode = 1;
});
