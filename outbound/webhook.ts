import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Outbound, OutboundRefused } from './post.ts';

/** One message to a webhook, before it is signed. */
export interface WebhookMessage {
  /** The same however often it is sent, so that the far side can tell a repetition. */
  readonly id: string;
  readonly body: string;
}

/** What became of an attempt. `gone`: the far side says that it wants no more, for good. */
export interface WebhookAttempt {
  readonly took: boolean;
  readonly gone: boolean;
  readonly status: number | null;
  readonly why: string | null;
  readonly retryAfterMs: number | null;
}

/** A new signing secret, 192 random bits as the Standard Webhooks specification writes them. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/** The signature of a message with one secret, `v1,…`. */
export function signatureFor(secret: string, id: string, at: Date, body: string | Buffer): string {
  return new Webhook(secret).sign(id, at, body);
}

/**
 * Sends one message, signed as Standard Webhooks wants it with every secret that is valid now. Never throws: what went
 * wrong is in the answer. Anything but 2xx counts as not taken; redirects are not followed.
 */
export async function sendWebhook(
  outbound: Outbound,
  { url, secrets }: { url: string; secrets: readonly string[] },
  { id, body }: WebhookMessage,
): Promise<WebhookAttempt> {
  const at = new Date();
  const headers = {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => signatureFor(secret, id, at, body)).join(' '),
  };
  try {
    const { status, body: said, retryAfterMs } = await outbound.post(url, { headers, body });
    const took = status >= 200 && status < 300;
    const why = took ? null : `HTTP ${status}${said === '' ? '' : `: ${said.slice(0, 300)}`}`;
    return { took, gone: status === 410, status, why, retryAfterMs };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { took: false, gone: error instanceof OutboundRefused, status: null, why, retryAfterMs: null };
  }
}
