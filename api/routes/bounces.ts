import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { kindOfBounce } from '../../domain/notices/bounce.ts';
import { sha256 } from '../../gateway/digest.ts';
import { startBounce } from '../../gateway/wake.ts';
import { signatureFor } from '../../outbound/webhook.ts';
import { outboxTagOf } from '../../prisma/bounces.ts';
import { BounceAnswer } from '../contracts/mail.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Answer } from '../http/answer.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import { readReport } from '../mail/report.ts';
import { Problem } from '../problem.ts';
import { whileInReach } from '../reach.ts';

/** A signature is good for this long, in seconds. */
const tolerance = 300;
const largest = 2_000_000;

/** Where the mail server hands over what comes back. */
export function bounceRoutes(dependencies: ApiDependencies): Endpoint[] {
  return [
    openEndpoint({
      method: 'post',
      path: '/mail/bounces',
      tag: 'Mail',
      summary: 'Hand over a delivery report',
      description:
        'For the mail server: the raw message that came to the bounce address, as `message/rfc822`, signed with `MAIL_BOUNCE_SECRET` per Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Handing over the same one again changes nothing. A message that is no delivery report, or about no mail of ours, is answered with `taken: false`.',
      rawBody: 'message/rfc822',
      bodyLimit: largest,
      answers: { 200: { description: 'Whether it was a report about a mail of ours.', schema: BounceAnswer } },
      problems: [
        'UNAUTHENTICATED',
        'MALFORMED',
        'TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'NOT_CONFIGURED',
        'UNAVAILABLE',
      ],
      handle: async ({ request }) => await takeReport(dependencies, request),
    }),
  ];
}

async function takeReport(dependencies: ApiDependencies, request: Request): Promise<Answer> {
  const { prisma, gateway, now } = dependencies;
  const raw = request.body as Buffer;
  requireSignature(dependencies, request, raw);
  const report = await readReport(raw);
  const tag = report && outboxTagOf(report);
  const row = tag ? await prisma.outbox.findFirst({ where: { messageId: { startsWith: `<${tag}@` } } }) : null;
  const kind = report ? kindOfBounce(report) : 'none';
  if (!report || !row || kind === 'none')
    return { status: 200, body: { taken: false, kind: null, mail: row?.key ?? null } };
  const id = sha256(raw);
  const address = row.recipient ?? report.recipient ?? '';
  const data = {
    id,
    outboxKey: row.key,
    address: address.toLowerCase(),
    kind,
    status: report.status,
    diagnostic: report.diagnostic,
    receivedAt: new Date(now()),
  };
  await prisma.bounce.createMany({ data: [data], skipDuplicates: true });
  await whileInReach(gateway, startBounce(gateway, id));
  return { status: 200, body: { taken: true, kind, mail: row.key } };
}

/** Throws unless the message was signed with the secret, a short while ago. */
function requireSignature({ config, wallClock }: ApiDependencies, request: Request, raw: Buffer): void {
  const secret = config.bounceSecret;
  if (secret === undefined) throw new Problem('NOT_CONFIGURED', 'MAIL_BOUNCE_SECRET is not set');
  const id = request.get('webhook-id') ?? '';
  const at = Number(request.get('webhook-timestamp'));
  const given = (request.get('webhook-signature') ?? '').split(' ');
  const fresh = Math.abs(wallClock() / 1_000 - at) <= tolerance;
  const expected = Number.isSafeInteger(at) && id !== '' ? signatureFor(secret, id, new Date(at * 1_000), raw) : '';
  if (!fresh || !given.some((one) => isSame(one, expected))) {
    throw new Problem('UNAUTHENTICATED', 'The message is not signed with the secret that was agreed on');
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return b.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
