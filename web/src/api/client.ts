import type { z } from 'zod';
import type { ProblemView } from '../../../api/contracts/problem.ts';

type Problem = z.output<typeof ProblemView>;

/** A refusal of the API, as it was sent: `code` is stable, `title` is in the reader's language. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The API cannot be reached at all: no network, or the server is down. */
class OutOfReach extends Error {}

type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** Told when the API no longer knows who is asking. */
let onSignedOut: () => void = () => undefined;
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Where the API is: beside the page, wherever that is mounted. */
export function apiUrl(path: string, query: Values = {}): string {
  const url = new URL(`api/v1${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** Reads something. Throws `ApiProblem` or `OutOfReach`. */
export function get<Answer>(path: string, query?: Values): Promise<Answer> {
  return send<Answer>('GET', apiUrl(path, query));
}

/** Sends something. Throws `ApiProblem` or `OutOfReach`. */
export function post<Answer>(path: string, body: unknown): Promise<Answer> {
  return send<Answer>('POST', apiUrl(path), body);
}

/** Sends a form with a file. Throws `ApiProblem` or `OutOfReach`. */
export function postForm<Answer>(
  path: string,
  fields: Readonly<Record<string, string | Blob | undefined>>,
): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value);
  return send<Answer>('POST', apiUrl(path), form);
}

export function patch<Answer>(path: string, body: unknown): Promise<Answer> {
  return send<Answer>('PATCH', apiUrl(path), body);
}

export function remove(path: string): Promise<void> {
  return send<void>('DELETE', apiUrl(path));
}

async function send<Answer>(method: string, url: string, body?: unknown): Promise<Answer> {
  const response = await reach(url, {
    method,
    headers: {
      accept: 'application/json',
      // A browser writes the type of a form itself, with its boundary.
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined as Answer;
  const read = await response.json().catch(() => undefined);
  if (response.ok) return read as Answer;
  if (!isProblem(read)) throw new OutOfReach(`${response.status} without an explanation`);
  if (read.code === 'UNAUTHENTICATED') onSignedOut();
  throw new ApiProblem(read);
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new OutOfReach('The API does not answer', { cause: error });
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
