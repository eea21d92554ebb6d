import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import S3rver from 's3rver';
import { attachment, safeFileName } from '../../../documents/file-name.ts';
import { openLocalStore } from '../../../documents/local-store.ts';
import { largestFile, receiveFile } from '../../../documents/receive.ts';
import { openS3Store } from '../../../documents/s3-store.ts';
import type { DocumentStore } from '../../../documents/store.ts';
import { sha256 } from '../../../gateway/digest.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'fairway-store-'));
const bucket = 'documents';
const key = 'S3RVER';
let s3: S3rver;
let endpoint: string;

beforeAll(async () => {
  s3 = new S3rver({ port: 0, silent: true, directory: folder(), configureBuckets: [{ name: bucket, configs: [] }] });
  const { port } = await s3.run();
  endpoint = `http://127.0.0.1:${port}`;
});
afterAll(() => s3.close());

const kinds: [string, () => DocumentStore][] = [
  ['a folder', () => openLocalStore(folder())],
  [
    'a bucket',
    () =>
      openS3Store(folder(), {
        bucket,
        endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: key, secretAccessKey: key },
      }),
  ],
];

describe.each(kinds)('%s', (kind, open) => {
  test('keeps a file once under its hash, lends exactly that, and forgets it when told', async () => {
    const store = open();
    const text = `Contract in ${kind}`;
    const keep = async () => await store.keep(await receiveFile(Readable.from([Buffer.from(text)]), store.incoming));
    await keep();
    await keep();
    const hash = sha256(text);
    expect(await store.lend(hash, (path) => readFile(path, 'utf8'))).toBe(text);
    const kept = [];
    for await (const file of store.list()) kept.push(file);
    expect(kept).toMatchObject([{ sha256: hash }]);
    expect(Date.now() - (kept[0]?.keptAt.getTime() ?? 0)).toBeLessThan(60_000);
    expect(readdirSync(store.incoming)).toEqual([]);
    await store.remove(hash);
    await expect(store.lend(hash, async () => 0)).rejects.toMatchObject({ name: 'FileLost' });
  });
});

test('a file that has been changed on the disk is not handed out', async () => {
  const root = folder();
  const store = openLocalStore(root);
  const received = await receiveFile(Readable.from([Buffer.from('Clause 1')]), store.incoming);
  await store.keep(received);
  writeFileSync(join(root, 'sha256', received.sha256.slice(0, 2), received.sha256), 'Clause 2');
  await expect(store.lend(received.sha256, async () => 0)).rejects.toMatchObject({ name: 'FileLost' });
});

test('a file that is too large or empty leaves nothing behind', async () => {
  const { incoming } = openLocalStore(folder());
  const piece = Buffer.alloc(1024 * 1024);
  const large = Readable.from(Array.from({ length: largestFile / piece.length + 1 }, () => piece));
  await expect(receiveFile(large, incoming)).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' });
  await expect(receiveFile(Readable.from([]), incoming)).rejects.toMatchObject({ code: 'FILE_MISSING' });
  expect(readdirSync(incoming)).toEqual([]);
});

test.each([
  ['合同 v2.doc', 'docx', '合同 v2.docx'],
  ['../../etc/passwd', 'txt', 'passwd.txt'],
  ['C:\\Users\\li\\合同.pdf.exe', 'pdf', '合同.pdf.pdf'],
  ['invoice\u202efdp.exe', 'pdf', 'invoicefdp.pdf'],
  ['con.pdf', 'pdf', 'document-con.pdf'],
  ['a"b\r\nX: y;.pdf', 'pdf', 'abX y.pdf'],
  ['', 'pdf', 'document.pdf'],
  [`${'长'.repeat(300)}.pdf`, 'pdf', `${'长'.repeat(120)}.pdf`],
])('%j is saved as a name that does no harm', (given, type, name) => {
  expect(safeFileName(given, type)).toBe(name);
});

test('a name of any characters reaches every browser', () => {
  expect(attachment('合同 (终).pdf')).toBe(
    `attachment; filename="______.pdf"; filename*=UTF-8''%E5%90%88%E5%90%8C%20%28%E7%BB%88%29.pdf`,
  );
});
