import { randomUUID } from 'node:crypto';
import type { Rejection } from '../../domain/errors.ts';
import { variantById } from '../../domain/variants/index.ts';
import { freeze } from '../../gateway/digest.ts';
import { CommandPending, CommandRefused, NoRunningProcess, reopenProcess, sendCommand } from '../../gateway/gateway.ts';
import { Prisma } from '../../prisma/client.ts';
import { companyFacts } from '../../prisma/company.ts';
import { readEnded } from '../../prisma/ended-process.ts';
import type { CommandResult } from '../../workflows/messages.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { type Answer, ok } from '../http/answer.ts';
import type { Metrics } from '../metrics.ts';
import { Problem, problemFromRejection } from '../problem.ts';
import { whileInReach } from '../reach.ts';
import { iso, namesOf } from '../rows.ts';
import type { FoundProcess } from './find.ts';
import { recordedCommand } from './recorded.ts';
import { readRows, rowView } from './rows.ts';

/** A command on its way from a caller to a process. */
export interface GivenCommand {
  readonly commandId: string | undefined;
  readonly expectedVersion?: number | undefined;
  readonly command: { readonly type: string };
  /** The id stands for the thing itself, such as a bank's reference, so that it does not matter who sends it. */
  readonly sharedId?: boolean;
  /** Where the process has ended it goes on with this command. */
  readonly reopens?: boolean;
}

export interface CommandDependencies extends ApiDependencies {
  readonly metrics: Metrics;
}

/**
 * Gives a process a command and answers once it is recorded, with the process as it then stands. The same id is carried
 * out once; what the record knows already is answered from there, also after the process has ended.
 */
export async function giveCommand(
  dependencies: CommandDependencies,
  caller: Caller,
  process: FoundProcess,
  given: GivenCommand,
): Promise<Answer> {
  const { metrics } = dependencies;
  const commandId = given.commandId ?? randomUUID();
  const outcome = await carriedOut(dependencies, caller, process, { ...given, commandId });
  metrics.commands.inc({ kind: process.kind, type: given.command.type, code: outcomeCode(outcome) });
  if (outcome instanceof CommandPending) return pending(process.id, commandId);
  if (outcome instanceof CommandRefused) throw await refusal(dependencies, outcome.rejection);
  if (outcome instanceof Error) throw outcome;
  return ok({ result: resultView(outcome), process: await processRow(dependencies, process.id) });
}

type Outcome = CommandResult | Error;

/** The variant of an id as it stands now, by which an ended process goes on. */
function frozenById(id: string) {
  const variant = variantById(id);
  return variant && freeze(variant);
}

function outcomeCode(outcome: Outcome): string {
  if (!(outcome instanceof Error)) return 'OK';
  if (outcome instanceof CommandRefused) return outcome.rejection.code;
  if (outcome instanceof CommandPending) return 'PENDING';
  return outcome instanceof Problem ? outcome.code : 'UNAVAILABLE';
}

async function carriedOut(
  { prisma, gateway, config, now }: ApiDependencies,
  caller: Caller,
  process: FoundProcess,
  { commandId, command, expectedVersion, sharedId = false, reopens = false }: GivenCommand & { commandId: string },
): Promise<Outcome> {
  const known = await recordedCommand(prisma, process.id, commandId);
  if (known && !sharedId && known.actorId !== caller.id) {
    return new Problem('COMMAND_ID_TAKEN', `Somebody else gave ${process.id} a command under the id ${commandId}`);
  }
  if (known) return known.result;
  const version = expectedVersion === undefined ? {} : { expectedVersion };
  const envelope = { commandId, command, actor: actorOf(caller), ...version };
  try {
    return await whileInReach(gateway, sendCommand(gateway, process.id, envelope));
  } catch (error) {
    if (!(error instanceof NoRunningProcess)) return error as Error;
    const recorded = await recordedCommand(prisma, process.id, commandId);
    if (reopens && !recorded) {
      const calendar = await companyFacts(prisma, config.timeZone).calendar(now());
      const ended = await readEnded(prisma, process.id, frozenById, calendar);
      if (ended) return await whileInReach(gateway, reopenProcess(gateway, ended, envelope)).catch(asError);
    }
    return recorded?.result ?? (await whyNotRunning({ prisma }, process.id));
  }
}

const asError = (error: unknown): Error => error as Error;

/** Why a process that is on record does not answer: it has ended, or somebody has to look after it. */
async function whyNotRunning({ prisma }: Pick<ApiDependencies, 'prisma'>, processId: string): Promise<Problem> {
  const [{ status, outcome, closedAt }, last] = await Promise.all([
    prisma.process.findUniqueOrThrow({
      where: { id: processId },
      select: { status: true, outcome: true, closedAt: true },
    }),
    prisma.event.findFirst({ where: { processId }, orderBy: { seq: 'desc' }, select: { actorId: true } }),
  ]);
  if (status === 'closed') {
    const closedBy = last?.actorId ?? null;
    const names = await namesOf(prisma, closedBy === null ? [] : [closedBy]);
    const who = closedBy === null ? {} : { closedBy, closedByName: names(closedBy) };
    const facts = { outcome, closedAt: closedAt?.toISOString() ?? null, ...who };
    return new Problem('CLOSED', `${processId} has ended: ${outcome}`, { facts });
  }
  return new Problem('PROCESS_NOT_RUNNING', `${processId} is open, but no workflow runs for it; tell an admin`, {
    headers: { 'Retry-After': '60' },
  });
}

/** Facts that name a person by id. */
const personFacts = ['holder', 'decidedBy', 'closedBy', 'recordedBy', 'owner', 'person'];

/** A refusal as it is answered, with the names of the people it speaks of. */
export async function refusal({ prisma }: Pick<ApiDependencies, 'prisma'>, rejection: Rejection): Promise<Problem> {
  const { facts = {} } = rejection;
  const people = personFacts.flatMap((name) => (typeof facts[name] === 'string' ? [[name, facts[name]] as const] : []));
  if (people.length === 0) return problemFromRejection(rejection);
  const names = await namesOf(
    prisma,
    people.map(([, id]) => id),
  );
  const named = Object.fromEntries(people.map(([name, id]) => [`${name}Name`, names(id)]));
  return problemFromRejection({ ...rejection, facts: { ...facts, ...named } });
}

/** Says that a command has arrived but is not on record yet, and where to ask again. */
export function pending(processId: string, commandId: string): Answer {
  const poll = `/api/v1/processes/${encodeURIComponent(processId)}/commands/${encodeURIComponent(commandId)}`;
  const detail =
    'Not recorded yet. Ask again, or send the command again under the same id: it is carried out once, and refused if it has to be.';
  return {
    status: 202,
    body: { processId, commandId, status: 'pending', poll, detail },
    headers: { Location: poll, 'Retry-After': '2' },
  };
}

export function resultView({ processId, commandId, version, events, at }: CommandResult) {
  return { processId, commandId, version, events, at: iso(at) };
}

/** A process as it stands on record. Who was allowed to change it may see what came of it. */
export async function processRow({ prisma }: Pick<ApiDependencies, 'prisma'>, id: string) {
  const [row] = await readRows(prisma, {
    where: Prisma.sql`p.id = ${id}`,
    order: Prisma.sql`p.id`,
    limit: 1,
  });
  if (!row) throw new Error(`Process ${id} is not on record, though it answered`);
  return rowView(row);
}
