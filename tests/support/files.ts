import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Document, Packer, Paragraph } from 'docx';
import JSZip from 'jszip';
import { PDFDocument, StandardFonts } from 'pdf-lib';

/** A Word document with these paragraphs, as Word itself would write it. */
export async function docxOf(paragraphs: readonly string[]): Promise<Buffer> {
  const children = paragraphs.map((text) => new Paragraph(text));
  return await Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** A Word document with parts added, replaced (by name) or, as null, left out. */
export async function docxWith(
  parts: Readonly<Record<string, string | Buffer | null>>,
  compression: 'DEFLATE' | 'STORE' = 'DEFLATE',
): Promise<Buffer> {
  const zip = await JSZip.loadAsync(await docxOf(['Text']));
  for (const [name, content] of Object.entries(parts)) {
    if (content === null) zip.remove(name);
    else zip.file(name, content);
  }
  return await zip.generateAsync({ type: 'nodebuffer', compression });
}

/** Relationships of a Word document, one of which loads a part from elsewhere. */
export function relationshipsTo(type: string, target: string): string {
  const base = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  return `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${base}/${type}" Target="${target}" TargetMode="External"/></Relationships>`;
}

/** A PDF with one page of lines; `changed` may add anything else to it. Its objects are compressed, as most are today. */
export async function pdfOf(
  lines: readonly string[],
  changed: (pdf: PDFDocument) => void = () => undefined,
): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage();
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 50, y: 780 - index * 30, size: 12, font });
  changed(pdf);
  return Buffer.from(await pdf.save());
}

/** Writes a file into a folder of its own and answers its path. */
export function fileWith(content: string | Uint8Array): string {
  const path = join(mkdtempSync(join(tmpdir(), 'fairway-file-')), 'file');
  writeFileSync(path, content);
  return path;
}
