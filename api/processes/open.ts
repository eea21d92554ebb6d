import { randomUUID } from 'node:crypto';
import type { CustomerRef } from '../../domain/deal.ts';
import type { Kind } from '../../domain/effects.ts';
import { hasRole } from '../../domain/process.ts';
import { chooseVariant, type FactsByKind, type VariantOf, variantById } from '../../domain/variants/index.ts';
import { codeFor } from '../../gateway/digest.ts';
import { CommandPending, CommandRefused } from '../../gateway/gateway.ts';
import { openProcess } from '../../gateway/open.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { companyFacts } from '../../prisma/company.ts';
import { processIdFor } from '../../workflows/messages.ts';
import { actorOf, type Caller } from '../auth/caller.ts';
import { type Answer, created } from '../http/answer.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { whileInReach } from '../reach.ts';
import { viewOf } from '../visibility.ts';
import { type CommandDependencies, pending, processRow, refusal } from './command.ts';

/** A process somebody wants to begin. */
export interface Opening<K extends Kind> {
  readonly kind: K;
  /** Where processes of its kind are found. */
  readonly path: string;
  readonly commandId: string | undefined;
  /** Where something else than caller and command id names the process, such as the number of a bank. */
  readonly id?: string;
  /** Asked for by name; absent: chosen by the facts. */
  readonly variant: string | undefined;
  /** What the variant is chosen by; a function is asked only when the process does not exist yet. */
  readonly facts: FactsByKind[K] | (() => Promise<FactsByKind[K]>);
  /** Made only when the process does not exist yet. */
  readonly input: (begun: { readonly id: string; readonly variant: VariantOf<K> }) => Promise<unknown>;
  /** Takes back what `input` has set aside, when the rules refuse the beginning. */
  readonly refused?: (id: string) => Promise<void>;
}

/** The id of the process a caller begins under a command id: the same ones always name the same process. */
export function openedId(kind: Kind, caller: Caller, commandId: string): string {
  return processIdFor(kind, codeFor(`${caller.id}\n${commandId}`));
}

/** Begins a process and answers once its beginning is recorded. Beginning it again under the same id changes nothing. */
export async function open<K extends Kind>(
  dependencies: CommandDependencies,
  caller: Caller,
  {
    kind,
    path,
    commandId = randomUUID(),
    id = openedId(kind, caller, commandId),
    variant,
    facts,
    input,
    refused,
  }: Opening<K>,
): Promise<Answer> {
  const { prisma, gateway, config, metrics } = dependencies;
  const count = (code: string) => metrics.commands.inc({ kind, type: 'start', code });
  const exists = await prisma.process.findUnique({ where: { id }, select: { id: true } });
  if (!exists) {
    const known = typeof facts === 'function' ? await facts() : facts;
    const chosen = variantFor(kind, variant, known, caller);
    const made = await input({ id, variant: chosen });
    const request = { id, kind, variant: chosen, input: made, actor: actorOf(caller), commandId };
    try {
      await whileInReach(gateway, openProcess(gateway, companyFacts(prisma, config.timeZone), request));
    } catch (error) {
      if (error instanceof CommandPending) {
        count('PENDING');
        return pending(id, commandId);
      }
      count(error instanceof CommandRefused ? error.rejection.code : 'UNAVAILABLE');
      if (!(error instanceof CommandRefused)) throw error;
      await refused?.(id);
      throw await refusal(dependencies, error.rejection);
    }
  }
  count('OK');
  return created(`${path}/${id}`, await processRow(dependencies, id));
}

/** The variant a new process runs by. One that does not fit the facts may be named by sales ops and admins alone. */
export function variantFor<K extends Kind>(
  kind: K,
  named: string | undefined,
  facts: FactsByKind[K],
  caller: Caller,
): VariantOf<K> {
  if (named === undefined) {
    const chosen = chooseVariant(kind, facts);
    if (!chosen) throw new Problem('NO_VARIANT', `No variant of ${kind} covers this case`);
    return chosen;
  }
  const variant = variantById(named);
  if (variant?.kind !== kind) {
    throw fieldProblem('UNKNOWN_REFERENCE', 'variant', `There is no variant ${named} of ${kind}`);
  }
  const applies = (variant.appliesTo as (facts: FactsByKind[K]) => boolean)(facts);
  if (!applies && !hasRole(caller, 'sales-ops', 'admin')) {
    throw fieldProblem(
      'NOT_ALLOWED',
      'variant',
      `${named} is not for this case; sales ops or an admin may still use it`,
    );
  }
  return variant as VariantOf<K>;
}

/** The customer of an id, as processes carry it. Throws when there is none. */
export async function customerRef(prisma: PrismaClient, id: string, path: string): Promise<CustomerRef> {
  const found = await prisma.customer.findUnique({ where: { id }, select: { id: true, name: true } });
  if (!found) throw fieldProblem('UNKNOWN_REFERENCE', path, `There is no customer ${id}`);
  return found;
}

/** Checks that a person is known and has not left. */
export async function requireActive(prisma: PrismaClient, id: string, path: string): Promise<void> {
  const found = await prisma.user.findUnique({ where: { id }, select: { active: true } });
  if (!found) throw fieldProblem('UNKNOWN_REFERENCE', path, `There is no person ${id}`);
  if (!found.active) {
    throw fieldProblem('PERSON_UNAVAILABLE', path, `${id} has left the company; choose somebody else`, { person: id });
  }
}

/** Checks that a deal exists and is in the caller's view. */
export async function requireDeal(prisma: PrismaClient, caller: Caller, id: string): Promise<void> {
  const { process } = await viewOf(prisma, caller, { ids: [id] });
  const [found] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM process p WHERE p.id = ${id} AND p.kind = 'opportunity' AND ${process}`;
  if (!found) throw fieldProblem('UNKNOWN_REFERENCE', 'dealId', `There is no opportunity ${id}`);
}
