import { createHash, randomBytes } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { Instant } from '../../domain/calendar.ts';
import type { BusinessClock } from '../../domain/clock.ts';
import type { CompanySettings } from '../../domain/company-settings.ts';
import type { Notice, StampedMail } from '../../domain/effects.ts';
import type { Wait } from '../../domain/wait.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { readSetting } from '../../prisma/company-settings.ts';

const hour = 3_600_000;
/** A link works for at least this long, also when the deadline has passed … */
const atLeast = 24 * hour;
/** … and never longer than this. */
const atMost = 7 * 24 * hour;

/** People read at the speed of real life: on a clock that runs fast a link still lives this much of real time. */
const realAtLeast = hour / 2;

/** Mails that ask somebody for a decision and let them make it. */
const askingNotices: readonly Notice[] = [
  'approval.requested',
  'approval.reminder',
  'approval.urged',
  'approval.transferred',
  'approval.opinionRequested',
];

/** Whether a mail asks its recipient to decide. */
export function asksForDecision({ notice }: StampedMail): boolean {
  return askingNotices.includes(notice);
}

/** Until when a link made at business time `now` for a task with this deadline may be used; it outlives the deadline by `graceHours`. */
export function linkExpiry(
  dueAt: Instant | null,
  now: Instant,
  { factor }: BusinessClock,
  { graceHours }: CompanySettings['mailLinks'],
): Instant {
  const wanted = dueAt === null ? now + atMost : Math.max(dueAt + graceHours * hour, now + atLeast);
  return Math.max(Math.min(wanted, now + atMost), now + realAtLeast * factor);
}

/** A link that is known to work, though its mail may still fail to leave. */
export interface IssuedLink {
  readonly url: string;
  /** Takes the link back when it is certain that nobody has received it. */
  revoke(): Promise<void>;
}

/**
 * Makes the link by which one person may answer one task in one round about one document. The token itself is in the
 * mail alone; the database keeps its hash. Every attempt at sending makes a token of its own and leaves those of
 * earlier attempts as they are, because a mail whose acceptance could not be confirmed may have arrived.
 */
export async function issueLink(
  prisma: PrismaClient,
  mail: StampedMail,
  wait: Wait,
  { processId, publicUrl, now, clock }: { processId: string; publicUrl: string; now: Instant; clock: BusinessClock },
): Promise<IssuedLink> {
  const { taskId, round, documentHash } = mail.details;
  if (typeof taskId !== 'string' || typeof round !== 'number' || typeof documentHash !== 'string') {
    throw ApplicationFailure.nonRetryable(
      `Mail ${mail.key} asks for a decision without naming taskId, round and documentHash`,
      'MAIL_INCOMPLETE',
    );
  }
  const { value: grace } = await readSetting(prisma, 'mailLinks');
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest('hex');
  await prisma.decisionLink.create({
    data: {
      tokenHash,
      processId,
      taskId,
      round,
      userId: wait.holder,
      actions: ['approve', 'reject'],
      documentHash,
      outboxKey: mail.key,
      createdAt: new Date(now),
      expiresAt: new Date(linkExpiry(wait.dueAt, now, clock, grace)),
    },
  });
  return {
    url: `${publicUrl}/d/${token}`,
    revoke: async () => {
      await prisma.decisionLink.deleteMany({ where: { tokenHash, usedAt: null } });
    },
  };
}
