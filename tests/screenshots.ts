/**
 * Takes the pictures of the README from a world that `npm start` has brought up with its demo data:
 *
 *   npm run screenshots -- [--url http://localhost:3000] [--mail http://localhost:1080]
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { demoPassword } from '../prisma/demo-company.ts';
import { openBrowser, visit } from './support/browser.ts';

const folder = 'docs/images';

const pictures: readonly { name: string; who: string; path: string; options?: BrowserContextOptions }[] = [
  { name: 'work', who: 'lina', path: '/' },
  { name: 'stuck', who: 'sunli', path: '/stuck' },
  { name: 'pipeline', who: 'sunli', path: '/pipeline' },
  { name: 'deal', who: 'sunli', path: '/deals/OP-DEMO01' },
  { name: 'cash', who: 'zhangqiang', path: '/cash', options: { colorScheme: 'dark' } },
];

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    mail: { type: 'string', default: 'http://localhost:1080' },
  },
});

const browser = await openBrowser();
mkdirSync(folder, { recursive: true });
try {
  for (const { name, who, path, options } of pictures) {
    const login = { email: `${who}@fairway.example`, password: demoPassword };
    await take(browser, name, path, login, { viewport: { width: 1280, height: 800 }, ...options });
  }
  await take(browser, 'decision-phone', await decisionLink(values.mail), undefined, {
    viewport: { width: 390, height: 700 },
  });
} finally {
  await browser.close();
}

async function take(
  browser: Browser,
  name: string,
  path: string,
  login: Parameters<typeof visit>[2],
  options: BrowserContextOptions,
): Promise<void> {
  const visitor = await visit(browser, values.url, login, options);
  await visitor.page.goto(path);
  await visitor.page.getByRole('heading', { level: 1 }).first().waitFor();
  // Late data, fonts and the drawing of flows.
  await visitor.page.waitForTimeout(2_500);
  await visitor.page.screenshot({ path: `${folder}/${name}.png` });
  console.log(`${folder}/${name}.png`);
  await visitor.close();
}

/** The link by which somebody is asked to approve, from a mail the catcher holds. */
async function decisionLink(mail: string): Promise<string> {
  const mails = (await (await fetch(`${mail}/api/email`)).json()) as { html?: string; text?: string }[];
  const texts = mails.map(({ html = '', text = '' }) => `${text} ${html}`);
  const link = texts.flatMap((text) => text.match(/https?:\/\/[^\s"'<>]+\/d\/[\w-]+/g) ?? [])[0];
  if (!link) throw new Error(`No mail at ${mail} asks for a decision; start with fresh demo data.`);
  return link;
}
