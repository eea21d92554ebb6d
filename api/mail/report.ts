import { simpleParser } from 'mailparser';
import type { Bounce } from '../../domain/notices/bounce.ts';

/** A delivery report as it was understood. */
export interface Report extends Bounce {
  /** The address mail did not reach. */
  readonly recipient: string | null;
  /** What the far side's server said. */
  readonly diagnostic: string | null;
  /** Message-ID of the mail that came back, in angle brackets. */
  readonly messageId: string | null;
  /** The address the report was sent to: the tagged sender of the mail that came back. */
  readonly to: string | null;
}

/**
 * Reads a delivery report, RFC 3464 in a multipart/report. Null when the message is none: an answer, an automatic reply,
 * or something that cannot be read.
 */
export async function readReport(raw: Buffer): Promise<Report | null> {
  const mail = await simpleParser(raw, { keepDeliveryStatus: true, skipHtmlToText: true, skipTextToHtml: true });
  const part = (type: string) => mail.attachments.find(({ contentType }) => contentType.toLowerCase() === type);
  const status = part('message/delivery-status')?.content.toString('utf8');
  if (status === undefined) return null;
  const fields = fieldsOf(status);
  const returned = part('message/rfc822') ?? part('text/rfc822-headers') ?? part('message/rfc822-headers');
  const original = returned?.content.toString('utf8') ?? mail.text ?? '';
  const to = [mail.to ?? []].flat()[0]?.value[0]?.address ?? null;
  return {
    action: (fields.get('action') ?? '').toLowerCase(),
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? '5.0.0',
    recipient: addressOf(fields.get('final-recipient') ?? fields.get('original-recipient')),
    diagnostic: fields.get('diagnostic-code')?.slice(0, 1_000) ?? null,
    messageId: /^message-id:\s*(<[^<>\s]+>)/im.exec(original)?.[1] ?? null,
    to,
  };
}

/** Every field of a report by its name in small letters; of one that comes more than once, the last. */
function fieldsOf(text: string): Map<string, string> {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  const lines = unfolded.split(/\r?\n/).map((line) => /^([\w-]+):\s*(.*)$/.exec(line));
  return new Map(
    lines.flatMap((line) => (line ? [[line[1]?.toLowerCase() ?? '', line[2]?.trim() ?? ''] as const] : [])),
  );
}

/** `rfc822; name@host` */
function addressOf(field: string | undefined): string | null {
  return /[^\s;<>]+@[^\s;<>]+/.exec(field?.split(';').at(-1) ?? '')?.[0]?.toLowerCase() ?? null;
}
