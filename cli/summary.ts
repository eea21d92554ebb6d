/** What a person needs to know about a world that has just become ready. */
export interface Summary {
  readonly console: string;
  readonly temporalUi: string | undefined;
  readonly temporalAddress: string;
  readonly mailInbox: string | undefined;
  readonly smtpUrl: string;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly logins: string;
  readonly fast: { secondsPerDay: number } | undefined;
  readonly seconds: number;
}

/** The one tidy summary that `npm start` ends with. */
export function summaryText(summary: Summary): string {
  const rows: [string, string][] = [
    ['Address', summary.console],
    ['API', `${summary.console}/api/v1 (documented at ${summary.console}/docs)`],
    ['Temporal', summary.temporalUi ?? summary.temporalAddress],
    [
      'Mail',
      summary.mailInbox === undefined ? `sent through ${withoutPassword(summary.smtpUrl)}` : mailRow(summary.mailInbox),
    ],
    ['Database', withoutPassword(summary.databaseUrl)],
    ['Data', `${summary.dataFolder} (logs in ${summary.dataFolder}/logs)`],
  ];
  const table = rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`).join('\n');
  const logins = summary.logins.trim() === '' ? '' : `\n${indent(summary.logins)}\n`;
  const pace =
    summary.fast === undefined
      ? ''
      : `\n  Fast pace: a day passes in ${summary.fast.secondsPerDay} seconds. This world is thrown away at the next start.\n`;
  return `\nFairway is ready, after ${summary.seconds} s.\n\n${table}\n${logins}${pace}\n  Stop with Ctrl-C; what you did is kept. npm start -- --help shows the options.\n`;
}

function mailRow(inbox: string): string {
  return `${inbox} (every mail lands there, none leaves this machine)`;
}

function withoutPassword(address: string): string {
  const url = new URL(address);
  url.password = '';
  return url.href;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
