import type { IncidentInput } from '../domain/incident/model.ts';
import { chooseVariant } from '../domain/variants/index.ts';
import { codeFor, sha256 } from '../gateway/digest.ts';
import { CommandRefused, type Gateway, NoRunningProcess, sendCommand } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import type { PrismaClient } from '../prisma/client.ts';
import { companyFacts } from '../prisma/company.ts';
import { processIdFor } from '../workflows/messages.ts';
import type { ActivityDependencies } from './dependencies.ts';

const system = { id: 'system', roles: [], channel: 'process' } as const;

/** The number of incidents one thing can have had; a search ends here. */
const mostIncidents = 10_000;

/** The incident that is open about a thing, or the id of its next one. */
async function incidentAbout(prisma: PrismaClient, { subject, target }: Pick<IncidentInput, 'subject' | 'target'>) {
  for (let number = 1; number < mostIncidents; number += 1) {
    const id = processIdFor('incident', codeFor(`${subject}/${target}/${number}`));
    const row = await prisma.process.findUnique({ where: { id }, select: { status: true } });
    if (row?.status !== 'closed') return { id, open: row !== null };
  }
  throw new RangeError(`${subject} ${target} has had ${mostIncidents} incidents`);
}

/**
 * Puts something that is out of order into the hands of a named person: there is one open incident about it at a time,
 * and `occurrence` names what happened, so that telling the same twice changes nothing. Answers the
 * incident's id.
 */
export async function reportIncident(
  { prisma, client, taskQueue, clock, mailSettings }: ActivityDependencies,
  tenant: string,
  input: IncidentInput,
  occurrence: string,
): Promise<string> {
  const { id, open } = await incidentAbout(prisma, input);
  const gateway: Gateway = { client, taskQueue, tenant, clock };
  if (open) {
    const command = { type: 'recur', cause: input.cause };
    await unlessEnded(
      sendCommand(gateway, id, { commandId: `recur/${sha256(occurrence).slice(0, 32)}`, command, actor: system }),
    );
    return id;
  }
  const variant = chooseVariant('incident', input);
  if (!variant) throw new Error(`No variant of incident covers ${input.subject}`);
  const commandId = `open/${sha256(occurrence).slice(0, 32)}`;
  const request = { id, kind: 'incident', variant, input, actor: system, commandId } as const;
  await openProcess(gateway, companyFacts(prisma, mailSettings.timeZone), request);
  return id;
}

/** Says that something is in order again, so that nobody has to look after it. */
export async function settleIncident(
  { prisma, client, taskQueue, clock }: Pick<ActivityDependencies, 'prisma' | 'client' | 'taskQueue' | 'clock'>,
  tenant: string,
  about: Pick<IncidentInput, 'subject' | 'target'>,
  comment: string,
): Promise<void> {
  const { id, open } = await incidentAbout(prisma, about);
  if (!open) return;
  const gateway: Gateway = { client, taskQueue, tenant, clock };
  const command = { type: 'settle', comment };
  await unlessEnded(sendCommand(gateway, id, { commandId: `settle/${id}`, command, actor: system }));
}

/** Somebody may have settled it at that very moment. */
async function unlessEnded(sent: Promise<unknown>): Promise<void> {
  try {
    await sent;
  } catch (error) {
    if (error instanceof NoRunningProcess) return;
    if (error instanceof CommandRefused && error.rejection.code === 'CLOSED') return;
    throw error;
  }
}
