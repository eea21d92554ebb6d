import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FileType } from './file-type.ts';
import { FileRefused } from './refusal.ts';

/** A file's text as people read it, paragraph by paragraph; lines of a PDF count as paragraphs. Blank ones are left out. */
export async function paragraphsOf(path: string, type: FileType): Promise<readonly string[]> {
  const lines = await linesOf(path, type);
  const paragraphs = lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
  if (paragraphs.length === 0) throw new FileRefused('NO_TEXT', 'The file holds no text, as a scan does');
  return paragraphs;
}

async function linesOf(path: string, type: FileType): Promise<readonly string[]> {
  switch (type) {
    case 'docx':
      return await docxLines(path);
    case 'pdf':
      return await pdfLines(path);
    case 'txt':
      return decoded(await readFile(path)).split(/\r\n|\r|\n/);
    default:
      return type satisfies never;
  }
}

async function docxLines(path: string): Promise<readonly string[]> {
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.extractRawText({ path });
  return value.split('\n');
}

/** A piece of text on a page, in the order of the page's content. */
interface Piece {
  readonly str: string;
  readonly hasEOL: boolean;
}

async function pdfLines(path: string): Promise<readonly string[]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const data = new Uint8Array(await readFile(path));
  const task = getDocument({
    data,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: 0,
  });
  try {
    const document = await task.promise;
    const lines: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      lines.push(...joined(items.filter((item): item is (typeof items)[number] & Piece => 'str' in item)));
      page.cleanup();
    }
    return lines;
  } catch (error) {
    if ((error as Error).name === 'PasswordException') {
      throw new FileRefused('FILE_ENCRYPTED', 'The PDF opens only with a password', { cause: error });
    }
    throw new FileRefused('FILE_DAMAGED', 'The PDF cannot be read', { cause: error });
  } finally {
    await task.destroy();
  }
}

function joined(pieces: readonly Piece[]): readonly string[] {
  const lines = [''];
  for (const { str, hasEOL } of pieces) {
    lines[lines.length - 1] += str;
    if (hasEOL) lines.push('');
  }
  return lines;
}

const encodings = ['utf-8', 'gb18030'] as const;

/** Reads a file through piece by piece, whatever its size. Throws `FileRefused` for one that is no text. */
export async function requireText(path: string): Promise<void> {
  for (const encoding of encodings) {
    if (await isEncoded(path, encoding)) return;
  }
  throw noText();
}

async function isEncoded(path: string, encoding: (typeof encodings)[number]): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) {
      if ((chunk as Buffer).includes(0)) return false;
      decoder.decode(chunk as Buffer, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (!isWronglyEncoded(error)) throw error;
    return false;
  }
}

const isWronglyEncoded = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

function noText(): FileRefused {
  return new FileRefused('FILE_TYPE', 'The file is neither a Word document, a PDF nor a text in UTF-8 or GB 18030');
}

/** A text in UTF-8, or else in the encoding older Chinese programs write. Throws `FileRefused` for what is neither. */
function decoded(bytes: Uint8Array): string {
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      if (!isWronglyEncoded(error)) throw error;
    }
  }
  throw noText();
}
