import { type LookupAddress, lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { faultInUrl, isInner } from './address.ts';

/** What the far side answered; of a long body its beginning. */
export interface OutboundAnswer {
  readonly status: number;
  readonly body: string;
  /** The header `Retry-After` in milliseconds, where it was a number of seconds. */
  readonly retryAfterMs: number | null;
}

/** The way to servers of others. */
export interface Outbound {
  /**
   * Sends a body and answers with whatever came back; redirects are not followed. Throws `OutboundRefused` for an
   * address that is not allowed, any other error when nothing came back in time.
   */
  post(url: string, message: { headers: Readonly<Record<string, string>>; body: string }): Promise<OutboundAnswer>;
}

/** Thrown for an address that may not be reached from here; trying again changes nothing. */
export class OutboundRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutboundRefused';
  }
}

const patienceMs = 10_000;
const longestBody = 16_384;

/** Opens the way out. With `allowPrivate` also plain HTTP and addresses of private networks are reached. */
export function openOutbound({ allowPrivate }: { allowPrivate: boolean }): Outbound {
  return {
    post: async (text, message) => {
      const fault = faultInUrl(text, allowPrivate);
      if (fault) throw new OutboundRefused(fault);
      return await sent(new URL(text), message, allowPrivate);
    },
  };
}

function sent(
  url: URL,
  { headers, body }: { headers: Readonly<Record<string, string>>; body: string },
  allowPrivate: boolean,
): Promise<OutboundAnswer> {
  const bytes = Buffer.from(body, 'utf8');
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { 'User-Agent': 'Fairway', ...headers, 'Content-Length': String(bytes.length) },
      signal: AbortSignal.timeout(patienceMs),
      agent: false,
      ...(allowPrivate || isIP(url.hostname) !== 0 ? {} : { lookup: outerLookup }),
    });
    request.once('error', (error) => {
      const late = error.name === 'AbortError' || error.name === 'TimeoutError';
      reject(late ? new Error(`Nothing came back within ${patienceMs / 1_000} seconds`) : error);
    });
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const done = () => {
        const after = Number(response.headers['retry-after']);
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, longestBody).toString('utf8'),
          retryAfterMs: Number.isFinite(after) && after >= 0 ? after * 1_000 : null,
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > longestBody) {
          done();
          response.destroy();
        }
      });
      response.once('end', done);
      response.once('error', reject);
    });
    request.end(bytes);
  });
}

/**
 * Looks a name up and keeps only addresses that are not our own. The connection goes to exactly what was looked at
 * here, so that a name cannot change its address in between.
 */
const outerLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    const addresses = (found ?? []) as LookupAddress[];
    const outer = addresses.filter(({ address }) => !isInner(address));
    const [first] = outer;
    if (error) return callback(error, []);
    if (!first) return callback(new OutboundRefused(`${hostname} lies within a private network`), []);
    if (options.all) callback(null, outer);
    else callback(null, first.address, first.family);
  });
};
