import type { Response } from 'express';
import type { DocumentStore } from '../../documents/store.ts';
import { sha256 } from '../../gateway/digest.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Document } from '../../prisma/generated/client.ts';
import { writeContent } from '../documents/content.ts';
import type { LinkView } from './link.ts';
import type { ShownDocument } from './views.ts';

/** Characters of a text document that are shown on the page itself. */
const excerptLength = 20_000;

/** The document a link was made for, or null when it is gone or is not the one that was sent for approval. */
export async function findDocument(
  prisma: PrismaClient,
  { document, link }: Pick<LinkView, 'document' | 'link'>,
): Promise<Document | null> {
  const stored = await prisma.document.findUnique({ where: { id: document.id } });
  if (!stored) return null;
  // The bytes of a file in the store are checked against its hash whenever they are read.
  const hash = stored.bytes ? sha256(stored.bytes) : stored.sha256;
  return hash === link.documentHash ? stored : null;
}

/** What of a document a page shows. */
export function shown(stored: Document | null): ShownDocument | null {
  if (!stored) return null;
  if (!stored.bytes || !/^text\/(plain|markdown)\b/.test(stored.mime)) return { excerpt: null, cut: false };
  const text = new TextDecoder().decode(stored.bytes);
  return { excerpt: text.slice(0, excerptLength), cut: text.length > excerptLength };
}

/** Kinds of content browsers may show themselves: none of them can run anything in this site's name. */
const shownInline = /^(application\/pdf|text\/plain|text\/markdown|image\/(png|jpeg|gif|webp))\b/;

/** Sends the exact bytes that were approved or are to be. */
export async function sendDocument(store: DocumentStore, response: Response, document: Document): Promise<void> {
  const { mime, number, version } = document;
  const inline = shownInline.test(mime);
  const name = `${number}-v${version}`.replace(/[^\w.-]/g, '_');
  const type =
    /^text\//.test(mime) && inline ? 'text/plain; charset=utf-8' : inline ? mime : 'application/octet-stream';
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `${inline ? 'inline' : 'attachment'}; filename="${name}${suffix(mime)}"`);
  await writeContent(store, document, response);
}

const suffixes: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'application/msword': '.doc',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': '.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'text/plain': '.txt',
  'text/markdown': '.md',
  'text/html': '.html',
};

function suffix(mime: string): string {
  return suffixes[mime.split(';', 1)[0]?.trim().toLowerCase() ?? ''] ?? '';
}
