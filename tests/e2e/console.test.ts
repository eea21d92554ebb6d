import type { Browser, Page } from 'playwright-core';
import { type ApiStage, addressOf, openApiStage, password } from '../integration/api-stage.ts';
import { hindrances, openBrowser, type Visitor, visit } from '../support/browser.ts';

let stage: ApiStage;
let browser: Browser;
const open: Visitor[] = [];

beforeAll(async () => {
  [stage, browser] = await Promise.all([openApiStage(), openBrowser()]);
}, 90_000);

afterAll(async () => {
  await browser.close();
  await stage.close();
});

afterEach(async () => {
  for (const visitor of open.splice(0)) {
    await visitor.close();
    expect(visitor.complaints).toEqual([]);
  }
});

/** Somebody of the company at a browser of their own. */
async function at(id: string, path: string, options: Parameters<typeof visit>[3] = {}): Promise<Page> {
  const visitor = await visit(browser, stage.url, { email: addressOf(id), password }, options);
  open.push(visitor);
  await visitor.page.goto(path);
  return visitor.page;
}

async function openDeal(title: string, more: object = {}): Promise<string> {
  const lina = await stage.as('lina');
  const { status, body } = await lina.post('/opportunities', { title, customerId: 'cu1', ...more });
  expect(status).toBe(201);
  return body.id;
}

describe('signing in', () => {
  test('an address that needs somebody leads to the sign-in page and back', async () => {
    const visitor = await visit(browser, stage.url, undefined, { locale: 'en-GB' });
    open.push(visitor);
    const { page } = visitor;
    await page.goto('/stuck?scope=all');
    await page.waitForURL(/\/sign-in\?to=/);
    await page.getByLabel('E-mail address').fill(addressOf('ops'));
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/stuck\?scope=all$/);
    await page.getByRole('heading', { level: 1, name: 'Stuck' }).waitFor();
  });

  test('what the API refuses is not shown', async () => {
    const id = await openDeal('Hidden from others');
    const page = await at('chenjie', `/deals/${id}`);
    await page.getByText('There is no such page').waitFor();
    expect(await page.getByText('Hidden from others').count()).toBe(0);
  });
});

test('a follow-up is logged where it stands, without leaving my work', async () => {
  await openDeal('Pump station north');
  const page = await at('lina', '/');
  const row = page.locator('.row', { hasText: 'Pump station north' });
  await row.getByRole('button', { name: 'Log follow-up' }).click();
  await row.getByLabel('What was talked about').fill('They want a demonstration');
  await row.getByLabel(/Next action/).fill('Bring the terminal');
  await row.getByLabel('When').fill('2027-03-01 09:00');
  await page.keyboard.press('Enter');
  await row.locator('.chip', { hasText: 'Follow up' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

test('a deal is dragged on; a gate that refuses says what is missing and lets it be filled in', async () => {
  const id = await openDeal('Terminals for plant 2', { amount: null });
  const page = await at('lina', '/pipeline?q=Terminals');
  const menu = page.getByRole('button', { name: 'Move: Terminals for plant 2' });
  await menu.click();
  await page.getByRole('menuitem', { name: 'Engaging' }).click();
  const column = (name: string) => page.getByRole('region', { name });
  await column('Engaging').getByText('Terminals for plant 2').waitFor();

  await drag(page, page.locator('.deal-card', { hasText: 'Terminals for plant 2' }), column('Proposing'));
  const gate = page.getByRole('dialog');
  await gate.getByText('needs a few more details').waitFor();
  await gate.getByRole('spinbutton').fill('94000');
  await gate.getByRole('button', { name: 'Fill in and move' }).click();
  await column('Proposing').getByText('Terminals for plant 2').waitFor();

  const { body } = await (await stage.as('lina')).get(`/opportunities/${id}`);
  expect(body).toMatchObject({ stage: 'proposing', amount: { minor: 9_400_000, currency: 'CNY' } });
});

test('from a won deal to its last payment, each step by the person it waits for', async () => {
  const id = await openDeal('Phase one', {
    amount: { minor: 10_000_000, currency: 'CNY' },
    expectedClose: '2027-02-01',
  });
  const lina = await at('lina', `/deals/${id}`);
  const stageButton = (name: string) => lina.getByRole('navigation', { name: 'Stages' }).getByRole('button', { name });
  for (const name of ['Engaging', 'Proposing', 'Won']) await stageButton(name).click();
  await lina.locator('.chip', { hasText: 'Contract in approval' }).first().waitFor();

  for (const approver of ['wangwei', 'legal1']) {
    const page = await at(approver, '/');
    const row = page.locator('.row', { hasText: 'Phase one' });
    await row.getByRole('button', { name: 'Approve', exact: true }).click();
    await row.getByLabel(/Comment/).fill('Fine');
    await row.getByRole('button', { name: 'Approve', exact: true }).last().click();
    await row.waitFor({ state: 'detached' });
  }

  const fin = await at('fin', '/stuck?kind=paymentPlan');
  const plan = await fin
    .getByRole('link', { name: /Down payment|Phase one/ })
    .first()
    .getAttribute('href');
  await fin.goto(plan ?? '');
  for (const bankReference of ['BR-1', 'BR-2']) {
    const row = fin.locator('.row').first();
    await row.getByRole('button', { name: 'Record receipt' }).click();
    await row.getByLabel('Bank reference').fill(bankReference);
    await row.getByLabel('Received on').fill('2026-11-25');
    await fin.keyboard.press('Enter');
    await fin.getByText(bankReference).first().waitFor();
  }
  await fin.getByText('It has ended and waits for nothing.').waitFor();
  await lina.reload();
  const plans = lina.getByRole('listitem').filter({ hasText: 'Payment plan' });
  await plans.getByText('Paid', { exact: true }).waitFor();
}, 120_000);

test('sales ops narrow down what is stuck and give it to somebody else', async () => {
  await openDeal('Left alone');
  const page = await at('ops', '/stuck');
  await page.getByRole('button', { name: /^lina/ }).click();
  await page.waitForURL(/holder=lina/);
  const row = page.getByRole('row', { name: /Left alone/ });
  await row.getByRole('button', { name: 'Reassign' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('chen');
  await page.getByTitle('chenjie').click();
  await dialog.getByRole('button', { name: 'Reassign' }).click();
  await row.waitFor({ state: 'detached' });
});

test('the search finds a deal by the keyboard alone', async () => {
  const id = await openDeal('Needle in the haystack');
  const page = await at('lina', '/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('searchbox').fill('Needle');
  await page.getByRole('dialog').getByText('Needle in the haystack').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/deals/${id}`);
});

describe('pages for everybody', () => {
  let deal: string;
  beforeAll(async () => {
    deal = await openDeal('Shown to all');
  });
  const pages = (): readonly string[] => [
    '/',
    '/stuck',
    '/pipeline',
    '/pipeline?view=table',
    `/deals/${deal}`,
    '/approvals',
    '/contracts',
    '/cash',
    '/customers',
    '/customers/cu1',
    '/reports',
    '/admin/people',
    '/admin/variants',
    '/profile',
  ];

  test.each(['light', 'dark'] as const)(
    'nothing serious hinders people (%s)',
    async (colorScheme) => {
      const page = await at('ops', '/', { colorScheme });
      const found: Record<string, string[]> = {};
      for (const path of pages()) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForLoadState('load');
        const hindering = await hindrances(page);
        if (hindering.length > 0) found[path] = hindering;
      }
      expect(found).toEqual({});
    },
    120_000,
  );

  test('fit a phone: nothing but tables and boards is wider than the screen', async () => {
    const page = await at('lina', '/', { viewport: { width: 390, height: 844 }, hasTouch: true });
    for (const path of pages()) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect({ path, tooWide: Math.max(tooWide, 0) }).toEqual({ path, tooWide: 0 });
    }
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Stuck' }).click();
    await page.waitForURL('**/stuck');
  });

  test('speak the language their reader chooses', async () => {
    const page = await at('chenjie', '/profile');
    await page.getByText('中文').click();
    await page.getByRole('heading', { level: 1, name: '个人设置' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '个人设置' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });
});

/** Drags something onto something else, as a hand does. */
async function drag(page: Page, what: ReturnType<Page['locator']>, onto: ReturnType<Page['locator']>): Promise<void> {
  const [from, to] = [await what.boundingBox(), await onto.boundingBox()];
  if (!from || !to) throw new Error('What is to be dragged is not on the page');
  await page.mouse.move(from.x + 30, from.y + 60);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 70, { steps: 4 });
  await page.mouse.move(to.x + 60, to.y + 120, { steps: 8 });
  await page.mouse.up();
}
