import type { ApprovalState } from '../../domain/approval/model.ts';
import { toBusinessTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import type { Prisma } from '../../prisma/client.ts';
import { messageIdFor } from '../../prisma/record.ts';
import { waitOf } from '../../prisma/wait.ts';
import { type OutboxDependencies, sendOutboxMail } from './send.ts';

/** Somebody who has an open task of an approval asks for a link that works. */
export interface FreshLinkRequest {
  readonly processId: string;
  readonly taskId: string;
  readonly userId: string;
}

/**
 * Mails a fresh link to the person who holds a task, and to nobody else. Answers false when they do not hold it any
 * more. The mail goes through the outbox like any other but is sent at once, outside its process: nothing about the
 * approval changes by it, and the person who asked is looking at the page that says whether it worked. A mail that
 * could not be sent stays in the outbox with the reason and is taken up again when they ask once more.
 */
export async function sendFreshLink(dependencies: OutboxDependencies, request: FreshLinkRequest): Promise<boolean> {
  const { prisma, clock, mailSettings } = dependencies;
  const { processId } = request;
  const mail = await freshMail(dependencies, request);
  if (!mail) return false;
  const row: Prisma.OutboxCreateManyInput = {
    key: mail.key,
    processId,
    waitId: `${processId}/${mail.wait.id}`,
    notice: mail.notice,
    step: mail.step,
    payload: mail as unknown as Prisma.InputJsonObject,
    messageId: messageIdFor(mail.key, mailSettings.domain),
    createdAt: new Date(toBusinessTime(clock, Date.now())),
  };
  await prisma.outbox.createMany({ data: [row], skipDuplicates: true });
  await sendOutboxMail(dependencies, { processId, mail });
  return true;
}

async function freshMail(
  { prisma }: OutboxDependencies,
  { processId, taskId, userId }: FreshLinkRequest,
): Promise<StampedMail | undefined> {
  const waitId = `${processId}/${taskId}`;
  const [process, row, before] = await Promise.all([
    prisma.process.findUnique({ where: { id: processId }, select: { snapshot: true } }),
    prisma.wait.findFirst({ where: { id: waitId, closedAt: null, holderId: userId } }),
    prisma.outbox.count({ where: { waitId, step: { startsWith: 'renew.' }, status: { in: ['sent', 'dropped'] } } }),
  ]);
  const state = (process?.snapshot as { state?: ApprovalState } | undefined)?.state;
  const task = state?.tasks.find(({ id }) => id === taskId);
  if (!state || !task || !row) return undefined;
  const step = `renew.${before + 1}`;
  const node = state.nodes.find(({ name }) => name === task.node);
  return {
    key: `${waitId}/${step}/${userId}`,
    notice: 'approval.reminder',
    to: { user: userId },
    wait: waitOf(row),
    step,
    details: {
      documentId: state.document.id,
      documentHash: state.document.sha256,
      documentVersion: state.document.version,
      taskId,
      round: task.round,
      node: task.node,
      'nodeTitle.zh-CN': node?.title['zh-CN'] ?? null,
      'nodeTitle.en': node?.title.en ?? null,
      starter: state.starter,
      holder: task.holder,
      dueAt: task.dueAt,
    },
    onlyWhileOpen: true,
  };
}
