import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { customer } from '../support/company.ts';
import { type ApiStage, openApiStage, type Person, personWith } from './api-stage.ts';

/**
 * A finance system as it would be built: it takes signed webhooks, believes nothing that is not signed, issues each
 * invoice it is asked for once, and reports the money it sees come in.
 */
class FinanceSystem {
  readonly issued = new Map<string, string>();
  readonly matched: string[] = [];
  refusedSignatures = 0;
  private readonly seen = new Set<string>();
  private readonly server: Server;
  private secret = '';
  private fairway: Person | undefined;

  constructor() {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', async () => {
        const took = await this.take(text, request.headers as Record<string, string>);
        response.writeHead(took ? 204 : 401).end();
      });
    });
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  connect(secret: string, fairway: Person): void {
    this.secret = secret;
    this.fairway = fairway;
  }

  close(): void {
    this.server.close();
  }

  private async take(text: string, headers: Record<string, string>): Promise<boolean> {
    try {
      new Webhook(this.secret).verify(text, headers);
    } catch {
      this.refusedSignatures += 1;
      return false;
    }
    const { type, data } = JSON.parse(text);
    const id = headers['webhook-id'] ?? '';
    if (this.seen.has(id)) return true;
    this.seen.add(id);
    if (type === 'invoice.InvoiceRequested') await this.issue(data.process.id);
    if (type === 'receipt.ReceiptAllocated') this.matched.push(data.process.id);
    return true;
  }

  private async issue(invoiceId: string): Promise<void> {
    const number = this.issued.get(invoiceId) ?? `2631200009${String(this.issued.size + 1).padStart(10, '0')}`;
    this.issued.set(invoiceId, number);
    const command = { commandId: `issue-${invoiceId}`, type: 'issue', number, issuedOn: '2026-11-25' };
    // Not awaited by whoever sent the message: it is answered at once, and this is sent again by its own id if need be.
    void this.fairway?.post(`/invoices/${invoiceId}/commands`, command);
  }
}

let stage: ApiStage;
let finance: FinanceSystem;
let connected: Person;
let lina: Person;
let hook: string;

beforeAll(async () => {
  stage = await openApiStage({ settings: { OUTBOUND_PRIVATE: 'true' } });
  lina = await stage.as('lina');
  const [fin, root] = [await stage.as('fin'), await stage.as('root')];
  finance = new FinanceSystem();
  hook = await finance.open();
  const { body: token } = await fin.post('/tokens', { name: 'Finance system', scope: 'finance' });
  connected = personWith(stage.url, { authorization: `Bearer ${token.token}` });
  const kinds = ['invoice', 'receipt'];
  const { body: webhook } = await root.post('/webhooks', { name: 'Finance', url: hook, kinds });
  finance.connect(webhook.secret, connected);
}, 120_000);

afterAll(async () => {
  finance?.close();
  await stage?.close();
});

async function eventually<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await look();
    if (holds(seen) || Date.now() > deadline) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const cny = (yuan: number) => ({ minor: yuan * 100, currency: 'CNY' });

test('a finance system issues what is asked for and reports the money that pays it', async () => {
  const { body: plan } = await lina.post('/payment-plans', {
    reference: 'XS-9001',
    title: 'Pumps',
    customerId: customer.id,
    total: cny(113),
    instalments: [{ label: 'All', amount: cny(113), dueOn: '2027-03-01' }],
  });
  const { body: asked } = await lina.post('/invoices', {
    reference: 'XS-9001',
    customerId: customer.id,
    form: 'digital',
    gross: cny(113),
    rate: 1300,
    buyer: { title: 'Huaxia Water', taxNumber: '91310000MA1K35XX0B' },
  });
  const issued = await eventually(
    async () => (await lina.get(`/invoices/${asked.id}`)).body,
    ({ stage: at }) => at === 'issued',
  );
  expect(issued.state).toMatchObject({ number: finance.issued.get(asked.id), issuedBy: 'fin' });

  const receipt = { bankReference: 'ERP-1', amount: cny(113), receivedOn: '2026-11-25', remittance: 'XS-9001' };
  const first = await connected.post('/receipts', receipt);
  const again = await connected.post('/receipts', receipt);
  expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
  const paid = await eventually(
    async () => (await lina.get(`/payment-plans/${plan.id}`)).body,
    ({ status }) => status === 'closed',
  );
  expect(paid.outcome).toBe('paid');
  await eventually(
    async () => finance.matched.length,
    (count) => count > 0,
  );
  expect(finance.matched).toEqual([first.body.id]);
  expect(finance.refusedSignatures).toBe(0);
}, 60_000);

test('its token reaches what a finance system needs and nothing else, and nobody forges a message', async () => {
  expect((await connected.get('/waits')).body.code).toBe('NOT_ALLOWED');
  expect((await connected.post('/opportunities', { title: 'x' })).status).toBe(403);
  expect((await connected.get('/invoices')).status).toBe(200);
  const forged = await fetch(hook, {
    method: 'POST',
    headers: {
      'webhook-id': 'm1',
      'webhook-timestamp': `${Math.floor(Date.now() / 1_000)}`,
      'webhook-signature': 'v1,x',
    },
    body: JSON.stringify({ type: 'invoice.InvoiceRequested', data: { process: { id: 'IV-FORGED' } } }),
  });
  expect(forged.status).toBe(401);
  expect(finance.issued.has('IV-FORGED')).toBe(false);
});

test('a red letter by the finance system takes the invoice back once, however often it is sent', async () => {
  const [invoiceId = ''] = finance.issued.keys();
  const redLetter = { commandId: 'erp-red-1', reason: 'wrong buyer' };
  const first = await connected.post(`/invoices/${invoiceId}/red-letters`, redLetter);
  const again = await connected.post(`/invoices/${invoiceId}/red-letters`, redLetter);
  expect([first.status, again.body.id]).toEqual([201, first.body.id]);
  expect(first.body.amount.minor).toBe(-113_00);
  const issued = await eventually(
    async () => (await connected.get(`/invoices/${first.body.id}`)).body,
    ({ stage: at }) => at === 'issued',
  );
  expect(issued.stage).toBe('issued');
});
