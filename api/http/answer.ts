import type { Response } from 'express';

/** What a request is answered with. A `Uint8Array` is sent as it is, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Writes the body bit by bit, for as long as it wants to, so that a large one never lies in memory. */
  readonly stream?: (response: Response) => void | Promise<void>;
}

export function ok(body: unknown, headers: Answer['headers'] = {}): Answer {
  return { status: 200, body, headers };
}

/** Something new exists, at this address under /api/v1. */
export function created(path: string, body: unknown): Answer {
  return { status: 201, body, headers: { Location: `/api/v1${path}` } };
}

export const noContent: Answer = { status: 204 };
