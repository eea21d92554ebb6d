import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@temporalio/client';
import pino from 'pino';
import { createApp, operations } from '../../api/app.ts';
import { hashPassword } from '../../api/auth/password.ts';
import type { ApiDependencies } from '../../api/dependencies.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { openNoticeFeed } from '../../api/notices/feed.ts';
import { reachTemporal } from '../../api/reach.ts';
import { openDocumentStore } from '../../documents/open-store.ts';
import { openOutbound } from '../../outbound/post.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { addressOf, settleCompany } from '../support/company.ts';
import { type MailSink, openMailSink } from '../support/mail-sink.ts';
import { openStack, type Stack } from '../support/stack.ts';
import { WorkerProcess } from '../support/worker-process.ts';

export const password = 'correct horse battery';

/** An answer of the API, with its body read. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of a body, and fail when it is not so
  readonly body: any;
}

type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Somebody who uses the API. */
export interface Person {
  readonly send: Send;
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  patch(path: string, body: unknown): Promise<Reply>;
}

/** The API over HTTP, with a database, Temporal and, if wanted, a worker of its own. */
export interface ApiStage {
  readonly stack: Stack;
  readonly prisma: PrismaClient;
  readonly sink: MailSink;
  readonly url: string;
  /** Shifts the API's real clock, by which sessions and locks end. */
  later(milliseconds: number): void;
  /** Somebody signed in by a session. */
  as(id: string): Promise<Person>;
  readonly nobody: Person;
  close(): Promise<void>;
}

/** Opens the API on a stack of its own with a small company, everybody of which knows the same password. */
export async function openApiStage(
  options: {
    worker?: boolean;
    settings?: Record<string, string>;
    temporalLine?: (address: string) => Promise<string>;
  } = {},
): Promise<ApiStage> {
  const stack = await openStack(options.settings);
  const sink = await openMailSink();
  await settleCompany(stack.prisma, await hashPassword(password));
  const worker = options.worker === false ? undefined : await WorkerProcess.start(stack, { SMTP_URL: sink.url });
  const connection = reachTemporal({
    address: (await options.temporalLine?.(stack.temporalAddress)) ?? stack.temporalAddress,
  });
  const { config, taskQueue, tenant, namespace, prisma } = stack;
  const log = pino({ level: 'fatal' });
  const notices = openNoticeFeed(stack.databaseUrl, log);
  let shift = 0;
  const dependencies: ApiDependencies = {
    prisma,
    documents: openDocumentStore(config.documents),
    gateway: { client: new Client({ connection, namespace }), taskQueue, tenant, clock: config.clock },
    config,
    log,
    now: Date.now,
    wallClock: () => Date.now() + shift,
    sendFreshLink: async () => false,
    sendCode: async () => undefined,
    outbound: openOutbound({ allowPrivate: config.outboundPrivate }),
    notices,
    isDraining: () => false,
  };
  const server = createServer(createApp(dependencies));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const checked = contractChecker(dependencies);
  return {
    stack,
    prisma,
    sink,
    url,
    later: (milliseconds) => {
      shift += milliseconds;
    },
    nobody: personWith(url, {}, checked),
    as: async (id) => {
      const response = await fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: addressOf(id), password }),
      });
      const cookie = response.headers.get('set-cookie')?.split(';')[0];
      if (response.status !== 200 || !cookie) throw new Error(`${id} cannot sign in: ${await response.text()}`);
      return personWith(url, { cookie }, checked);
    },
    close: async () => {
      await closed(server);
      await notices.close();
      await worker?.stop();
      await connection.close();
      await sink.close();
      await stack.close();
    },
  };
}

/** Somebody who sends the same headers with every request. */
export function personWith(
  url: string,
  always: Record<string, string>,
  checked: (method: string, path: string, reply: Reply) => void = () => undefined,
): Person {
  const send: Send = async (method, path, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...always, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const reply = { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    checked(method, path, reply);
    return reply;
  };
  return {
    send,
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body) => send('PATCH', path, body),
  };
}

/** Fails a test when an answer is not what the contract of its operation promises, to the last field. */
function contractChecker(dependencies: ApiDependencies) {
  const endpoints = operations(dependencies).flatMap((mounted) => mounted.endpoints);
  const matchers = endpoints.map((endpoint) => ({ endpoint, pattern: patternOf(endpoint) }));
  return (method: string, path: string, { status, body }: Reply): void => {
    if (status >= 400) {
      expect(body).toMatchObject({ status, code: expect.any(String), requestId: expect.any(String) });
      return;
    }
    const plain = path.replace(/\?.*/, '');
    const found = matchers.find(
      ({ endpoint, pattern }) => endpoint.method.toUpperCase() === method && pattern.test(plain),
    );
    const schema = found?.endpoint.answers[status]?.schema;
    if (!schema) return;
    expect(schema.parse(body)).toEqual(body);
  };
}

function patternOf({ path }: Endpoint): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

export { addressOf };
