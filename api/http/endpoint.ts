import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import type { Role } from '../../domain/people.ts';
import type { Caller } from '../auth/caller.ts';
import type { TokenScope } from '../contracts/session.ts';
import type { ProblemCode } from '../problem.ts';
import type { Answer } from './answer.ts';

/** A group of operations in the documentation. */
export type Tag =
  | 'Sign-in'
  | 'Opportunities'
  | 'Approvals'
  | 'Contracts'
  | 'Payment plans'
  | 'Money'
  | 'Figures'
  | 'Orders'
  | 'Waits'
  | 'Notices'
  | 'Incidents'
  | 'Webhooks'
  | 'Mail'
  | 'Processes'
  | 'Master data'
  | 'Company'
  | 'Health';

/** How one status is answered. */
export interface Answered {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  /** Absent: JSON. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An example of a request's body. */
export interface BodyExample {
  readonly summary: string;
  readonly value: unknown;
}

/** A request as a handler sees it: parsed, and from somebody known. */
export interface Call<Params, Query, Body, Who> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Who;
  readonly request: Request;
}

interface Described {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Under the prefix it is mounted at, with parameters as `{id}`. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  readonly description: string;
  readonly bodyExamples?: Readonly<Record<string, BodyExample>>;
  /** The body is taken as it is, of this content type alone, and is found as a Buffer at the request. */
  readonly rawBody?: string;
  /** The body is a form with one file, `file`, and these fields; the handler reads it as it comes. */
  readonly form?: z.ZodObject;
  /** Largest body, in bytes. */
  readonly bodyLimit?: number;
  readonly answers: Readonly<Record<number, Answered>>;
  /** Errors of its own, besides those its parts bring with them. */
  readonly problems?: readonly ProblemCode[];
  /** Its command id may also come in the header Idempotency-Key. */
  readonly takesIdempotencyKey?: boolean;
  /** Also reached by tokens of this scope, which reach nothing else. */
  readonly scope?: TokenScope;
  /** Runs before anything is read. */
  readonly limiter?: RequestHandler;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** An operation with everything that is known about it: the router and the documentation are both made from this. */
export interface Endpoint extends Described {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly mayOmitBody: boolean;
  /** `anybody` needs no sign-in, `people` any, a list one of these roles. */
  readonly access: 'anybody' | 'people' | readonly Role[];
  readonly handle: (call: Call<never, never, never, never>) => Promise<Answer>;
}

interface Typed<Params, Query, Body, Who> extends Described {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly mayOmitBody?: boolean;
  readonly handle: (call: Call<Output<Params>, Output<Query>, Output<Body>, Who>) => Promise<Answer>;
}

/** An operation for people who have signed in, or for some roles only. */
export function endpoint<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(operation: Typed<Params, Query, Body, Caller> & { readonly roles?: readonly Role[] }): Endpoint {
  const { roles, ...described } = operation;
  return { mayOmitBody: false, ...described, access: roles ?? 'people' } as Endpoint;
}

/** An operation for anybody. */
export function openEndpoint<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(operation: Typed<Params, Query, Body, Caller | null>): Endpoint {
  return { mayOmitBody: false, ...operation, access: 'anybody' } as Endpoint;
}
