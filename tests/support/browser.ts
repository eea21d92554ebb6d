import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import axe, { type Result } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Talks to nobody but the page's own server, and runs as any user. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium of this machine: the one CHROMIUM_PATH names, or the first on PATH. */
export async function openBrowser(env: NodeJS.ProcessEnv = process.env): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath(env), args: quiet });
}

function chromiumPath(env: NodeJS.ProcessEnv): string {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const folders = (env.PATH ?? '').split(delimiter);
  const found = programs.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found === undefined) {
    throw new Error('These tests need Chromium: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.');
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Somebody at a browser, signed in, with everything the console complained about. */
export interface Visitor {
  readonly page: Page;
  /** Errors and violations of the content security policy, as the browser wrote them down. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Opens a browser window of its own, with a session when `login` is given. */
export async function visit(
  browser: Browser,
  url: string,
  login?: { readonly email: string; readonly password: string },
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(10_000);
  if (login) {
    const answer = await context.request.post('/api/v1/session', { data: login });
    if (!answer.ok()) throw new Error(`${login.email} cannot sign in: ${await answer.text()}`);
  }
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused command is answered with a status that Chromium writes down as an error; the page deals with it.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints, close: () => context.close() };
}

/** What hinders people on the page as it stands: serious and critical findings of axe, with the places they are at. */
export async function hindrances(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Result[]>(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  );
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(sentence);
}

function sentence({ id, nodes }: Result): string {
  const places = nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
  return `${id}: ${places.join(' | ')}`;
}
