import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { FileRemark } from './file-type.ts';
import { FileRefused } from './refusal.ts';

/** A document of 50 MB has a few hundred parts, and even long ones stay far below these. */
const mostEntries = 5_000;
const mostExpanded = 300 * 1024 * 1024;
/** XML shrinks twenty times at most; what shrinks much more is there to fill a memory. */
const mostRatio = 200;
/** Small parts may shrink as they like. */
const ratioFrom = 5 * 1024 * 1024;
/** Parts that are looked into hold a few lines. */
const mostRead = 4 * 1024 * 1024;

const documentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

/** What a Word file says about itself, gathered part by part. */
interface Parts {
  contentTypes: string | undefined;
  hasBody: boolean;
  readonly remarks: Set<FileRemark>;
}

/**
 * Looks into a file that begins like a zip: whether it is a Word document, free of macros, of templates and parts loaded
 * from elsewhere, and of a size that can be unpacked. Every part is really unpacked, because a zip may lie about sizes.
 * Throws `FileRefused`.
 */
export async function inspectDocx(path: string): Promise<readonly FileRemark[]> {
  const zip = await opened(path);
  try {
    if (zip.entryCount > mostEntries) throw tooLarge(`${zip.entryCount} parts`);
    const parts: Parts = { contentTypes: undefined, hasBody: false, remarks: new Set() };
    let expanded = 0;
    for await (const entry of zip.eachEntry()) {
      expanded += await lookInto(zip, entry, parts, mostExpanded - expanded);
    }
    if (!parts.contentTypes?.includes(documentType) || !parts.hasBody) {
      throw parts.contentTypes?.includes('macroEnabled') ? macros() : otherType();
    }
    return [...parts.remarks];
  } catch (error) {
    throw error instanceof FileRefused ? error : damaged(error);
  } finally {
    zip.close();
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, strictFileNames: true });
  } catch (error) {
    throw damaged(error);
  }
}

/** Unpacks one part within what is left of the allowance, and answers how large it is. */
async function lookInto(zip: ZipFile, entry: Entry, parts: Parts, allowance: number): Promise<number> {
  const name = entry.fileName;
  if (/vbaProject\.bin$|vbaData\.xml$/i.test(name)) throw macros();
  if (/^word\/activeX\//i.test(name)) throw new FileRefused('FILE_SCRIPT', 'The document holds ActiveX controls');
  if (/^word\/embeddings\//i.test(name)) parts.remarks.add('embeddedFiles');
  if (name === 'word/document.xml') parts.hasBody = true;
  if (entry.isEncrypted()) throw damaged(new Error('A part is encrypted'));

  const stream = await zip.openReadStreamPromise(entry);
  const keeps = name === '[Content_Types].xml' || name.endsWith('.rels');
  const isXml = /\.(xml|rels)$/i.test(name);
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as Readable) {
    const bytes = chunk as Buffer;
    // A document type could define entities that multiply when they are read; Word never writes one.
    if (isXml && size === 0 && bytes.includes('<!DOCTYPE')) throw damaged(new Error(`${name} has a document type`));
    size += bytes.length;
    if (size > allowance || (size > ratioFrom && size > mostRatio * entry.compressedSize)) throw tooLarge(name);
    if (keeps) {
      if (size > mostRead) throw tooLarge(name);
      kept.push(bytes);
    }
    if (name === 'word/document.xml' && /<w:(ins|del) /.test(bytes.toString('latin1'))) {
      parts.remarks.add('trackedChanges');
    }
  }
  const text = Buffer.concat(kept).toString('utf8');
  if (name === '[Content_Types].xml') parts.contentTypes = text;
  else if (keeps) refuseExternalParts(text, name);
  return size;
}

/** Links that a reader clicks may lead anywhere; whatever Word would load by itself must lie within the file. */
function refuseExternalParts(relationships: string, name: string): void {
  for (const [relationship] of relationships.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    if (!/TargetMode\s*=\s*["']External["']/i.test(relationship)) continue;
    const type = /Type\s*=\s*["'][^"']*\/([^"'/]+)["']/i.exec(relationship)?.[1] ?? 'unknown';
    if (type !== 'hyperlink')
      throw new FileRefused('FILE_EXTERNAL_LINK', `${name} loads a part from elsewhere: ${type}`);
  }
}

const macros = () => new FileRefused('FILE_MACROS', 'The document holds macros; save it as .docx without them');
const otherType = () => new FileRefused('FILE_TYPE', 'The file is a zip archive, but not a Word document (.docx)');
const damaged = (cause: unknown) => new FileRefused('FILE_DAMAGED', 'The Word file cannot be read', { cause });
const tooLarge = (what: string) => new FileRefused('FILE_EXPANDS', `Unpacked, the Word file is too large: ${what}`);
