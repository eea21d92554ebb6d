import { PDFName, PDFString } from 'pdf-lib';
import { inspectFile } from '../../../documents/inspect.ts';
import { docxOf, docxWith, fileWith, pdfOf, relationshipsTo } from '../../support/files.ts';

const inspect = async (content: string | Uint8Array) => await inspectFile({ path: fileWith(content) });
const rels = 'word/_rels/settings.xml.rels';

test('a file is what is in it, whatever it is called', async () => {
  expect(await inspect(await docxOf(['第一条']))).toEqual({ type: 'docx', remarks: [] });
  expect(await inspect(await pdfOf(['Clause 1']))).toEqual({ type: 'pdf', remarks: [] });
  expect(await inspect('Clause 1\n第一条\n')).toEqual({ type: 'txt', remarks: [] });
  expect(await inspect(Buffer.from('b5dad2bbccf5', 'hex'))).toEqual({ type: 'txt', remarks: [] });
});

test.each<[string, () => Promise<string | Uint8Array> | string | Uint8Array, string]>([
  ['a program', () => Buffer.from('4d5a90000300000004000000', 'hex'), 'FILE_TYPE'],
  ['an old Word file', () => Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'FILE_TYPE'],
  ['bytes that are no text', () => Buffer.from([0x41, 0xff, 0xff, 0xff, 0x41]), 'FILE_TYPE'],
  ['another zip', () => docxWith({ '[Content_Types].xml': '<Types/>' }), 'FILE_TYPE'],
  ['a Word file without a text', () => docxWith({ 'word/document.xml': null }), 'FILE_TYPE'],
  ['a zip that is cut off', async () => (await docxOf(['x'])).subarray(0, 900), 'FILE_DAMAGED'],
  ['macros', () => docxWith({ 'word/vbaProject.bin': 'x' }), 'FILE_MACROS'],
  [
    'the type of a document with macros',
    () =>
      docxWith({
        '[Content_Types].xml':
          '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
      }),
    'FILE_MACROS',
  ],
  [
    'a template from elsewhere',
    () => docxWith({ [rels]: relationshipsTo('attachedTemplate', 'https://evil.example/t.dotm') }),
    'FILE_EXTERNAL_LINK',
  ],
  [
    'a picture from elsewhere',
    () => docxWith({ [rels]: relationshipsTo('image', 'https://evil.example/p.png') }),
    'FILE_EXTERNAL_LINK',
  ],
  ['a path out of the file', () => docxWith({ '../../evil.xml': '<a/>' }), 'FILE_DAMAGED'],
  ['entities that multiply', () => docxWith({ 'word/x.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' }), 'FILE_DAMAGED'],
  ['a bomb', () => docxWith({ 'word/media/big.bin': Buffer.alloc(40 * 1024 * 1024) }), 'FILE_EXPANDS'],
  ['a PDF with a script', () => pdfOf(['x'], (pdf) => pdf.addJavaScript('main', 'app.alert(1)')), 'FILE_SCRIPT'],
  [
    'a PDF that starts a program',
    () =>
      pdfOf(['x'], (pdf) =>
        pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ S: 'Launch', F: PDFString.of('calc.exe') })),
      ),
    'FILE_SCRIPT',
  ],
  ['a script under another spelling', () => '%PDF-1.4\n1 0 obj<</S/#4aavaScript/J#53(x)>>endobj', 'FILE_SCRIPT'],
])('refuses %s', async (_what, content, code) => {
  await expect(inspect(await content())).rejects.toMatchObject({ code });
});

test('links that people click are no harm, and what readers should know is told', async () => {
  const linked = await docxWith({ [rels]: relationshipsTo('hyperlink', 'https://customer.example') });
  expect(await inspect(linked)).toMatchObject({ type: 'docx' });
  const tracked = await docxWith({
    'word/document.xml': '<w:document><w:body><w:p><w:ins w:id="1"><w:r/></w:ins></w:p></w:body></w:document>',
  });
  expect((await inspect(tracked)).remarks).toEqual(['trackedChanges']);
  const encrypted = '%PDF-1.4\ntrailer<</Encrypt 5 0 R/Root 1 0 R>>';
  expect(await inspect(encrypted)).toEqual({ type: 'pdf', remarks: ['encrypted'] });
});
