import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import { needsStepUp } from '../../domain/company-settings.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { readSetting } from '../../prisma/company-settings.ts';
import type { LinkView } from './link.ts';

const minute = 60_000;
const lifetime = 10 * minute;
const mostTries = 5;
/** Codes mailed to one person within an hour. */
const mostCodes = 6;
const keptFor = 24 * 60 * minute;

/** A code on its way to the person a link acts as. */
export interface CodeMail {
  readonly userId: string;
  readonly processId: string;
  readonly code: string;
  /** Number, version and title of what is decided. */
  readonly about: string;
}

interface Dependencies {
  readonly prisma: PrismaClient;
  readonly sendCode: (mail: CodeMail) => Promise<void>;
  /** Real time: codes do not live faster in a demonstration. */
  readonly now: () => number;
  readonly log: Logger;
}

/** What became of the second proof: `sent` and what follows it leave the decision open. */
export type Proof = 'given' | 'sent' | 'waiting' | 'wrong' | 'over' | 'tooMany' | 'notMailed';

/** Whether a decision by this link takes a code that is mailed separately: for large amounts, and where the approval says so. */
export async function takesCode(prisma: PrismaClient, { amount, state }: LinkView): Promise<boolean> {
  if (state.stepUp) return true;
  const { value } = await readSetting(prisma, 'stepUp');
  return needsStepUp(value, amount);
}

/**
 * Checks the code that came with a press, or mails one. A code is six digits, kept only as a hash under the link's own
 * token; it is good for ten minutes, five tries and one decision, and a later one takes its place.
 */
export async function prove(
  dependencies: Dependencies,
  view: LinkView,
  token: string,
  { code, resend }: { code: string | null; resend: boolean },
): Promise<Proof> {
  const { prisma, now } = dependencies;
  const at = new Date(now());
  const latest = await prisma.stepUpCode.findFirst({
    where: { tokenHash: view.link.tokenHash },
    orderBy: { createdAt: 'desc' },
  });
  const isGood = latest !== null && latest.usedAt === null && latest.tries < mostTries && latest.expiresAt > at;
  if (resend || latest === null || (code === null && !isGood)) return await mailCode(dependencies, view, token);
  if (code === null) return 'waiting';
  const counted = await prisma.stepUpCode.updateMany({
    where: { id: latest.id, usedAt: null, tries: { lt: mostTries }, expiresAt: { gt: at } },
    data: { tries: { increment: 1 } },
  });
  if (counted.count === 0) return 'over';
  return timingSafeEqual(Buffer.from(latest.codeHash), Buffer.from(hashOf(token, latest.id, code))) ? 'given' : 'wrong';
}

/** Uses up the code by which a decision was accepted. */
export async function spendCode({ prisma, now }: Dependencies, { link: { tokenHash } }: LinkView): Promise<void> {
  await prisma.stepUpCode.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: new Date(now()) } });
}

async function mailCode(dependencies: Dependencies, view: LinkView, token: string): Promise<Proof> {
  const { prisma, sendCode, now, log } = dependencies;
  const { tokenHash, userId, processId } = view.link;
  const at = now();
  await prisma.stepUpCode.deleteMany({ where: { createdAt: { lt: new Date(at - keptFor) } } });
  const since = new Date(at - 60 * minute);
  if ((await prisma.stepUpCode.count({ where: { userId, createdAt: { gt: since } } })) >= mostCodes) return 'tooMany';
  const id = randomUUID();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const data = { id, tokenHash, userId, codeHash: hashOf(token, id, code) };
  await prisma.stepUpCode.create({ data: { ...data, createdAt: new Date(at), expiresAt: new Date(at + lifetime) } });
  const { number, version, title } = view.document;
  try {
    await sendCode({ userId, processId, code, about: `${number} v${version} ${title}` });
    return 'sent';
  } catch (error) {
    log.warn({ err: error, processId }, 'code for a decision could not be mailed');
    // Nobody has this code: the next press is to mail another, and not to ask for this one.
    await prisma.stepUpCode.delete({ where: { id } });
    return 'notMailed';
  }
}

function hashOf(token: string, id: string, code: string): string {
  return createHmac('sha256', token).update(`code/${id}/${code}`).digest('hex');
}
