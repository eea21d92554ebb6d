import { FileRefused } from '../../documents/refusal.ts';
import { CommandPending, CommandRefused, NoRunningProcess, ProcessesUnavailable } from '../../gateway/gateway.ts';
import { Prisma } from '../../prisma/client.ts';
import { fieldProblem, Problem, type ProblemCode, problemFromRejection, unavailable } from '../problem.ts';

/** What body-parser and express call the ways in which a request can be unreadable. */
const unreadable: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  'entity.parse.failed': ['MALFORMED', 'The body is not valid JSON'],
  'entity.too.large': ['TOO_LARGE', 'The body is larger than this resource takes'],
  'encoding.unsupported': ['UNSUPPORTED_MEDIA_TYPE', 'The content encoding is none of identity, gzip, deflate and br'],
  'charset.unsupported': ['UNSUPPORTED_MEDIA_TYPE', 'JSON is sent in UTF-8'],
};

/** Anything that was thrown while a request was answered, as the problem that is sent. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof FileRefused) return fieldProblem(error.code, 'file', error.message);
  if (error instanceof CommandRefused) return problemFromRejection(error.rejection);
  if (error instanceof ProcessesUnavailable || error instanceof CommandPending) {
    return unavailable('The process engine', error);
  }
  if (error instanceof NoRunningProcess) {
    return new Problem('PROCESS_NOT_RUNNING', error.message, { headers: { 'Retry-After': '5' }, cause: error });
  }
  if (isTemporalDown(error)) return unavailable('The process engine', error);
  if (isDatabaseDown(error)) return unavailable('The database', error);
  return requestProblem(error) ?? new Problem('INTERNAL', 'The request could not be answered', { cause: error });
}

function requestProblem(error: unknown): Problem | undefined {
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  const known = typeof type === 'string' ? unreadable[type] : undefined;
  if (known) return new Problem(known[0], known[1], { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem('MALFORMED', 'The request cannot be read', { cause: error });
  }
  return undefined;
}

function isTemporalDown(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'ServiceError' || name === 'TransportError';
}

/** Prisma's codes for a server that cannot be reached, does not answer in time or has hung up. */
const databaseDown: readonly string[] = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'];
const connectionErrors: readonly (string | undefined)[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  // PostgreSQL's own: shutting down, starting up, too many connections.
  '57P01',
  '57P02',
  '57P03',
  '53300',
];

function isDatabaseDown(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const cause = (error.meta as { driverAdapterError?: { cause?: { originalCode?: string; kind?: string } } })
      ?.driverAdapterError?.cause;
    return (
      databaseDown.includes(error.code) ||
      connectionErrors.includes(cause?.originalCode) ||
      cause?.kind === 'DatabaseNotReachable' ||
      cause?.kind === 'ConnectionClosed'
    );
  }
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' && connectionErrors.includes(code);
}
