import type { ApprovalEvent } from '../../domain/approval/events.ts';
import type { ApprovalState, Task } from '../../domain/approval/model.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { DocumentRef } from '../../domain/deal.ts';
import type { Money } from '../../domain/money.ts';
import type { UserId } from '../../domain/people.ts';
import type { Wait, WaitAction } from '../../domain/wait.ts';
import { sha256 } from '../../gateway/digest.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { DecisionLink, User } from '../../prisma/generated/client.ts';
import { waitOf } from '../../prisma/wait.ts';

/** The decision that was made by a link, as it is recorded. */
export interface RecordedDecision {
  readonly decision: 'approved' | 'rejected';
  readonly comment: string | null;
  readonly at: Instant;
}

/**
 * What a link is good for now. Only an `open` one decides; an `outdated` one, whose place a later mail has taken, still
 * shows the document.
 */
export type Standing =
  | { readonly is: 'open' }
  | { readonly is: 'decided'; readonly how: RecordedDecision }
  | { readonly is: 'settled' }
  | { readonly is: 'outdated' }
  | { readonly is: 'expired' }
  | { readonly is: 'inactive' };

/** A decision link with what it is about, as recorded at this moment. */
export interface LinkView {
  readonly link: DecisionLink;
  readonly person: User;
  readonly state: ApprovalState;
  readonly task: Task;
  /** What the link was made for; later versions have links of their own. */
  readonly document: DocumentRef;
  readonly amount: Money;
  readonly standing: Standing;
  /** The link's own question, while it is open. */
  readonly wait: Wait | null;
  /** Everything the approval waits for. */
  readonly waits: readonly Wait[];
  /** A task of this approval that the person holds and could be sent a fresh link for. */
  readonly renewable: string | null;
  readonly names: ReadonlyMap<UserId, string>;
}

/** Waits that a press on a page of a link answers. */
const decided: readonly WaitAction[] = ['approval.decide', 'approval.advise'];

/** The id under which every press on the pages of one link reaches the process: by one link only one decision is made. */
export function commandIdFor({ tokenHash }: Pick<DecisionLink, 'tokenHash'>): string {
  return `link/${tokenHash}`;
}

/** Looks up what a token stands for; undefined for a token nobody was ever given. Changes nothing. */
export async function readLink(prisma: PrismaClient, token: string, now: Instant): Promise<LinkView | undefined> {
  const link = await prisma.decisionLink.findUnique({ where: { tokenHash: sha256(token) } });
  if (!link) return undefined;
  const { processId, taskId, userId, round } = link;
  const [process, person, rows] = await Promise.all([
    prisma.process.findUnique({ where: { id: processId }, select: { snapshot: true } }),
    prisma.user.findUnique({ where: { id: userId } }),
    prisma.wait.findMany({ where: { processId, closedAt: null }, orderBy: { openedAt: 'asc' } }),
  ]);
  const state = (process?.snapshot as { state?: ApprovalState } | undefined)?.state;
  const task = state?.tasks.find(({ id }) => id === taskId);
  const about = state && (round === state.round ? state : state.pastRounds.find((past) => past.round === round));
  if (!person || !state || !task || !about) return undefined;
  const waits = rows.map(waitOf);
  const standing = await standingOf(prisma, { link, person, state, task, now });
  const held = waits.find(({ action, holder }) => decided.includes(action) && holder === userId);
  return {
    link,
    person,
    state,
    task,
    document: about.document,
    amount: about.amount,
    standing,
    wait: waits.find(({ id, holder }) => id === taskId && holder === userId) ?? null,
    waits,
    renewable: standing.is === 'open' || standing.is === 'inactive' ? null : (held?.id ?? null),
    names: await namesIn(prisma, state, waits),
  };
}

interface Circumstances {
  readonly link: DecisionLink;
  readonly person: User;
  readonly state: ApprovalState;
  readonly task: Task;
  readonly now: Instant;
}

async function standingOf(prisma: PrismaClient, circumstances: Circumstances): Promise<Standing> {
  const { link, person, state, task, now } = circumstances;
  if (!person.active) return { is: 'inactive' };
  const how = await decisionBy(prisma, link);
  if (how) return { is: 'decided', how };
  const asked =
    task.status === 'ACTIVE' &&
    task.holder === link.userId &&
    task.round === link.round &&
    state.document.sha256 === link.documentHash &&
    state.ending === null;
  if (!asked) return { is: 'settled' };
  if (link.expiresAt.getTime() <= now) return { is: 'expired' };
  return (await wasReplaced(prisma, link)) ? { is: 'outdated' } : { is: 'open' };
}

/** What the person decided by this very link. The record knows it even where nobody came to mark the link as used. */
async function decisionBy(prisma: PrismaClient, link: DecisionLink): Promise<RecordedDecision | null> {
  const events = await prisma.event.findMany({
    where: { processId: link.processId, commandId: commandIdFor(link), type: 'TaskDecided' },
  });
  for (const { data, at } of events) {
    const { task, decision, comment } = data as unknown as Extract<ApprovalEvent, { type: 'TaskDecided' }>;
    if (task === link.taskId) return { decision, comment, at: at.getTime() };
  }
  return null;
}

/** Whether a later mail about the same task has reached the person. One that has not left yet takes nothing away. */
async function wasReplaced(prisma: PrismaClient, link: DecisionLink): Promise<boolean> {
  const { processId, taskId, userId, createdAt } = link;
  const later = await prisma.decisionLink.findMany({
    where: { processId, taskId, userId, createdAt: { gt: createdAt } },
    select: { outboxKey: true },
  });
  const keys = later.flatMap(({ outboxKey }) => (outboxKey && outboxKey !== link.outboxKey ? [outboxKey] : []));
  return keys.length > 0 && (await prisma.outbox.count({ where: { key: { in: keys }, status: 'sent' } })) > 0;
}

async function namesIn(
  prisma: PrismaClient,
  { starter, tasks, ending }: ApprovalState,
  waits: readonly Wait[],
): Promise<ReadonlyMap<UserId, string>> {
  const next = waits.flatMap((wait) => (wait.next && 'user' in wait.next.who ? [wait.next.who.user] : []));
  const held = tasks.flatMap(({ holder, decidedBy, chain, onBehalfOf, added }) => [
    holder,
    ...chain,
    ...[decidedBy, onBehalfOf, added?.by ?? null].filter((id) => id !== null),
  ]);
  const ids = [...new Set([starter, ...held, ...next, ...(ending ? [ending.by] : [])])];
  const users = await prisma.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map(({ id, name }) => [id, name]));
}
