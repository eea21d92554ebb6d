import { randomBytes } from 'node:crypto';
import { openAsBlob, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tidyDocuments } from '../../activities/tidy-documents.ts';
import { openDocumentStore } from '../../documents/open-store.ts';
import { sha256 } from '../../gateway/digest.ts';
import { docxOf, docxWith, fileWith, pdfOf } from '../support/files.ts';
import { type ApiStage, addressOf, openApiStage, type Person, password } from './api-stage.ts';

let stage: ApiStage;
const people = new Map<string, Person>();
const cookies = new Map<string, string>();
const as = (id: string): Person => {
  const person = people.get(id);
  if (!person) throw new Error(`${id} has not signed in`);
  return person;
};

beforeAll(async () => {
  stage = await openApiStage();
  for (const id of ['lina', 'chenjie', 'wangwei', 'legal1', 'legal2']) {
    people.set(id, await stage.as(id));
    const response = await fetch(`${stage.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: addressOf(id), password }),
    });
    cookies.set(id, response.headers.get('set-cookie')?.split(';')[0] ?? '');
  }
}, 120_000);
afterAll(() => stage?.close());

interface Sent {
  readonly name?: string;
  readonly fields?: Record<string, string>;
}

/** Sends a file as a browser does, as a form. */
async function upload(
  who: string,
  path: string,
  file: Blob | Uint8Array,
  { name = 'contract.docx', fields = {} }: Sent = {},
) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', file instanceof Blob ? file : new Blob([new Uint8Array(file)]), name);
  const headers = { cookie: cookies.get(who) ?? '' };
  const response = await fetch(`${stage.url}/api/v1${path}`, { method: 'POST', headers, body: form });
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of a body, and fail when it is not so
  return { status: response.status, body: (await response.json()) as any };
}

const term = { months: 12, until: '2099-12-31' };

async function newContract(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await as('lina').post('/contracts', {
    title: 'Pump stations',
    customerId: 'cu1',
    amount: { minor: 120_000_00, currency: 'CNY' },
    term,
    terms: [{ label: 'All', percent: 100, dueDays: 30 }],
    ...changes,
  });
  expect(reply.status).toBe(201);
  return reply.body.id;
}

const read = async (id: string) => (await as('lina').get(`/contracts/${id}`)).body;
const command = (who: string, id: string, body: Record<string, unknown>) =>
  as(who).post(`/contracts/${id}/commands`, body);

/** Waits until something is so; the worker carries out in a moment what a command has set going. */
async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (let tried = 0; tried < 100; tried += 1) {
    const found = await look();
    if (found) return found;
    await sleep(100);
  }
  throw new Error('It has not come to pass within ten seconds');
}

const approvalOf = async (id: string, round = 1) =>
  await until(async () => {
    const reply = await as('legal1').get(`/approvals/AP-${id.slice(3)}-${round}`);
    return reply.status === 200 && reply.body;
  });

/** Approves as whoever is asked, until nobody is. */
async function approveAll(id: string): Promise<void> {
  for (;;) {
    const { status, state, waits } = await approvalOf(id);
    if (status === 'closed') return;
    const [wait] = waits;
    const decision = { type: 'approve', taskId: wait.key, documentHash: state.document.sha256 };
    await as(wait.holder.id).post(`/approvals/AP-${id.slice(3)}-1/commands`, decision);
  }
}

test('contracts are numbered without a gap, and the same command always names the same one', async () => {
  const numbers: string[] = [];
  for (const commandId of ['n1', 'n1', 'n2']) numbers.push((await read(await newContract({ commandId }))).state.number);
  expect(numbers[1]).toBe(numbers[0]);
  const refused = await as('lina').post('/contracts', {
    title: 'x',
    customerId: 'cu1',
    amount: { minor: 1, currency: 'CNY' },
    terms: [{ label: 'x', percent: 90, dueDays: 1 }],
  });
  expect(refused.body.code).toBe('INVALID');
  const others = await Promise.all([newContract(), newContract()]);
  for (const id of others) numbers.push((await read(id)).state.number);
  const counted = [...new Set(numbers)].map((number) => Number(number.split('-').at(-1))).sort((a, b) => a - b);
  expect(counted).toEqual([1, 2, 3, 4]);
}, 60_000);

test('versions keep their author, note and hash; any two are compared; each is downloaded with its bytes', async () => {
  const id = await newContract({ drawUp: false });
  const [first, second] = [
    await docxOf(['第一条 标的', '付款期限三十日']),
    await docxOf(['第一条 标的', '付款期限四十五日']),
  ];
  await upload('lina', `/contracts/${id}/versions`, first, { name: '../合同.exe' });
  const added = await upload('lina', `/contracts/${id}/versions`, second, { fields: { note: 'Clause 2' } });
  expect(added).toMatchObject({ status: 200, body: { result: { events: ['VersionAdded'] } } });
  const { versions } = (await as('lina').get(`/contracts/${id}/versions`)).body;
  expect(versions).toMatchObject([
    { version: 2, sha256: sha256(second), isCurrent: true, note: 'Clause 2', author: { id: 'lina' } },
    { version: 1, sha256: sha256(first), isCurrent: false, fileName: '合同.docx' },
  ]);
  for (let asked = 0; asked < 2; asked += 1) {
    const compared = (await as('lina').get(`/contracts/${id}/compare?from=1&to=2`)).body;
    expect(compared.rows.map(({ kind }: { kind: string }) => kind)).toEqual(['same', 'changed']);
  }
  expect(await stage.prisma.documentComparison.count({ where: { toSha256: sha256(second) } })).toBe(1);
  const response = await fetch(`${stage.url}/api/v1/documents/${versions[1].documentId}`, {
    headers: { cookie: cookies.get('lina') ?? '' },
  });
  expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(first));
  expect(response.headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%90%88%E5%90%8C.docx");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect((await as('chenjie').get(`/documents/${versions[1].documentId}`)).status).toBe(404);
  expect((await as('chenjie').get(`/contracts/${id}`)).status).toBe(404);
  const scan = await upload('lina', `/contracts/${id}/versions`, await pdfOf([]), { name: 'scan.pdf' });
  expect(scan.status).toBe(200);
  expect((await as('lina').get(`/contracts/${id}/compare?from=2&to=3`)).body.code).toBe('NO_TEXT');
}, 60_000);

test('hostile files are refused by what is in them, and leave nothing behind', async () => {
  const id = await newContract();
  const hostile: [Uint8Array, string][] = [
    [await docxWith({ 'word/vbaProject.bin': 'x' }), 'FILE_MACROS'],
    [await docxWith({ 'word/media/big.bin': Buffer.alloc(40 * 1024 * 1024) }), 'FILE_EXPANDS'],
    [await pdfOf(['x'], (pdf) => pdf.addJavaScript('main', 'app.alert(1)')), 'FILE_SCRIPT'],
    [Buffer.from('4d5a900003000000', 'hex'), 'FILE_TYPE'],
    [new Uint8Array(0), 'FILE_MISSING'],
    [randomBytes(50 * 1024 * 1024 + 1), 'FILE_TOO_LARGE'],
  ];
  for (const [file, code] of hostile) {
    const { status, body } = await upload('lina', `/contracts/${id}/versions`, file);
    expect({ code: body.code, client: status >= 400 && status < 500 }).toEqual({ code, client: true });
  }
  const form = { cookie: cookies.get('lina') ?? '', 'content-type': 'multipart/form-data; boundary=x' };
  const cut = await fetch(`${stage.url}/api/v1/contracts/${id}/versions`, {
    method: 'POST',
    headers: form,
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
  });
  expect([400, 422]).toContain(cut.status);
  const { incoming } = openDocumentStore(stage.stack.config.documents);
  expect(await readdir(incoming)).toEqual([]);
  expect((await read(id)).state.versions).toHaveLength(1);
  expect(await stage.prisma.document.count({ where: { processId: id } })).toBe(1);
}, 60_000);

test('a file of nearly 50 MB passes through a small memory', async () => {
  const id = await newContract();
  const path = fileWith(await docxWith({ 'word/media/scan.bin': randomBytes(49 * 1024 * 1024) }, 'STORE'));
  const blob = await openAsBlob(path);
  globalThis.gc?.();
  const inUse = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = inUse();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, inUse() - before);
  }, 5);
  const { status } = await upload('lina', `/contracts/${id}/versions`, blob);
  clearInterval(watch);
  expect(status).toBe(200);
  expect(peak).toBeLessThan(40 * 1024 * 1024);
}, 60_000);

test('a new version during an approval voids what was decided; the scan of what was approved waits for legal', async () => {
  const id = await newContract();
  expect((await command('lina', id, { type: 'submit' })).status).toBe(200);
  const first = await approvalOf(id);
  const decision = { type: 'approve', taskId: first.waits[0].key, documentHash: first.state.document.sha256 };
  await as('wangwei').post(`/approvals/${first.id}/commands`, decision);
  const replaced = await docxOf(['Clause 1 as it stands now']);
  await upload('lina', `/contracts/${id}/versions`, replaced);
  const again = await until(async () => {
    const approval = await approvalOf(id);
    return approval.state.round === 2 && approval;
  });
  expect(again.state.document).toMatchObject({ version: 2, sha256: sha256(replaced) });
  expect(again.waits).toMatchObject([{ holder: { id: 'wangwei' } }]);
  expect(
    (
      await as('lina').post(`/approvals/${first.id}/commands`, {
        type: 'replaceDocument',
        document: { mime: 'text/plain', contentBase64: 'QUJD' },
      })
    ).body.code,
  ).toBe('ILLEGAL_NOW');
  await approveAll(id);
  await until(async () => (await read(id)).stage === 'approved');
  expect((await read(id)).state.approved).toMatchObject({ version: 2, sha256: sha256(replaced) });

  const scan = await pdfOf(['Scan']);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await upload('lina', `/contracts/${id}/signed-copies`, scan, { name: 'scan.pdf', fields: { signedOn: today } });
  const { signedCopies } = (await as('lina').get(`/contracts/${id}/versions`)).body;
  expect(signedCopies).toMatchObject([{ status: 'toConfirm', sha256: sha256(scan), approvedSha256: sha256(replaced) }]);
  const confirm = { type: 'confirmSignedCopy', sha256: sha256(scan), reason: 'Compared page by page' };
  expect((await command('lina', id, confirm)).body.code).toBe('NOT_HOLDER');
  expect((await command('legal2', id, confirm)).body.result.events).toContain('ContractSigned');
  expect((await read(id)).stage).toBe('effective');
  await until(async () => (await as('lina').get(`/payment-plans/PP-${id.slice(3)}-1`)).status === 200);

  const month = (await as('lina').get('/contracts/expiries?month=2099-12')).body;
  expect(month.days).toMatchObject([{ day: '2099-12-31', ending: [{ id }] }]);
  const listed = (await as('lina').get('/contracts?stage=effective&endsBefore=2100-01-01&sort=endsOn')).body;
  expect(listed.items).toMatchObject([{ id, endsOn: '2099-12-31', approved: { version: 2 } }]);
}, 60_000);

test('a won deal begins its contract, which is approved at once and ends the wait of the deal', async () => {
  const opened = await as('lina').post('/opportunities', {
    title: 'Deal with a contract',
    customerId: 'cu1',
    amount: { minor: 90_000_00, currency: 'CNY' },
    expectedClose: '2099-01-31',
    product: 'GTX Pro',
  });
  const { id } = opened.body;
  for (const to of ['engaging', 'proposing', 'won'])
    await as('lina').post(`/opportunities/${id}/commands`, { type: 'moveStage', to });
  const contract = `CT-${id.slice(3)}`;
  await approveAll(contract);
  await until(async () => (await read(contract)).stage === 'approved');
  await until(async () => (await as('lina').get(`/opportunities/${id}`)).body.status === 'closed');
  expect((await read(contract)).dealId).toBe(id);
}, 60_000);

test('what uploads have left behind goes after a day, and nothing else', async () => {
  const documents = openDocumentStore(stage.stack.config.documents);
  const id = await newContract();
  await upload('lina', `/contracts/${id}/versions`, await docxOf(['Kept']));
  const tidy = (now: number) => tidyDocuments({ prisma: stage.prisma, documents }, now);
  const kept = async () => {
    let count = 0;
    for await (const _file of documents.list()) count += 1;
    return count;
  };
  await tidy(Date.now());
  const before = await kept();
  const orphan = await docxOf(['Orphan']);
  const path = join(documents.incoming, 'left');
  writeFileSync(path, orphan);
  await documents.keep({ path, sha256: sha256(orphan), size: orphan.length });
  writeFileSync(join(documents.incoming, 'cut-off'), 'x');
  await tidy(Date.now());
  expect(await kept()).toBe(before + 1);
  await tidy(Date.now() + 25 * 3_600_000);
  expect(await kept()).toBe(before);
  expect(await readdir(documents.incoming)).toEqual([]);
  expect((await as('lina').get(`/contracts/${id}/versions`)).body.versions).toHaveLength(2);
}, 60_000);
