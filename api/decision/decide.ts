import type { Logger } from 'pino';
import { toBusinessTime } from '../../domain/clock.ts';
import type { Rejection } from '../../domain/errors.ts';
import { type Role, roles } from '../../domain/people.ts';
import type { Actor } from '../../domain/process.ts';
import {
  CommandPending,
  CommandRefused,
  type Gateway,
  NoRunningProcess,
  ProcessesUnavailable,
  sendCommand,
} from '../../gateway/gateway.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { commandIdFor, type LinkView } from './link.ts';
import type { NonceVerdict } from './press.ts';
import { type CodeMail, type Proof, prove, spendCode, takesCode } from './step-up.ts';
import type { Again } from './views.ts';

const longestComment = 2_000;

/** A press of one of the two buttons, as it came in. */
export interface Pressed {
  readonly decision: 'approve' | 'reject' | null;
  readonly comment: string;
  readonly nonce: NonceVerdict;
  /** The code that came with it, digits alone; null when none did. */
  readonly code: string | null;
  /** The person asks for another code. */
  readonly resend: boolean;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

/** What became of a press. */
export type PressOutcome =
  /** Nothing was decided; the same page is shown once more with what had been entered. */
  | { readonly is: 'again'; readonly status: 400 | 422; readonly notice: Again['notice'] }
  /** The decision takes a code, which has not been given yet. */
  | { readonly is: 'code'; readonly proof: Exclude<Proof, 'given'> }
  /** The process could not be asked, or its answer did not arrive. */
  | { readonly is: 'unanswered' }
  /** How the link stands now says it all, also whether it was this press that decided. */
  | { readonly is: 'answered' }
  | { readonly is: 'refused'; readonly rejection: Rejection };

interface Dependencies {
  readonly prisma: PrismaClient;
  readonly gateway: Gateway;
  readonly sendCode: (mail: CodeMail) => Promise<void>;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Passes a decision on to its process, which alone says whether it may be made. The link is marked as used only after
 * the process has accepted; a press repeated after any failure reaches the same command id and gets the same answer.
 */
export async function decide(
  dependencies: Dependencies,
  view: LinkView,
  pressed: Pressed,
  token: string,
): Promise<PressOutcome> {
  const flaw = flawIn(pressed);
  switch (view.standing.is) {
    case 'decided':
      await markUsed(dependencies, view);
      return { is: 'answered' };
    case 'expired':
    case 'inactive':
    case 'outdated':
      return { is: 'answered' };
    case 'settled': {
      // The process itself may know better than what is on record; but not without the proof an open one would take.
      const mayAsk = !flaw && !(await takesCode(dependencies.prisma, view));
      return mayAsk ? await passOn(dependencies, view, pressed) : { is: 'answered' };
    }
    case 'open': {
      if (flaw) return flaw;
      const proof = (await takesCode(dependencies.prisma, view))
        ? await prove(dependencies, view, token, pressed)
        : 'given';
      return proof === 'given' ? await passOn(dependencies, view, pressed) : { is: 'code', proof };
    }
    default:
      return view.standing satisfies never;
  }
}

function flawIn({ decision, comment, nonce }: Pressed): PressOutcome | undefined {
  if (nonce === 'early') return { is: 'again', status: 400, notice: 'pressAgain' };
  if (nonce !== 'good') return { is: 'again', status: 400, notice: 'openTooLong' };
  if (decision === null) return { is: 'again', status: 422, notice: 'chooseOne' };
  if (comment.length > longestComment) return { is: 'again', status: 422, notice: 'commentTooLong' };
  if (decision === 'reject' && comment.trim() === '') return { is: 'again', status: 422, notice: 'commentMissing' };
  return undefined;
}

async function passOn(dependencies: Dependencies, view: LinkView, pressed: Pressed): Promise<PressOutcome> {
  const { gateway, log } = dependencies;
  const { processId, taskId, documentHash } = view.link;
  const comment = pressed.comment.trim();
  const command = { type: pressed.decision ?? '', taskId, documentHash, ...(comment ? { comment } : {}) };
  try {
    await sendCommand(gateway, processId, {
      commandId: commandIdFor(view.link),
      command,
      actor: actorOf(view, pressed),
    });
  } catch (error) {
    if (error instanceof CommandRefused) return { is: 'refused', rejection: error.rejection };
    if (error instanceof NoRunningProcess) return { is: 'answered' };
    if (!(error instanceof CommandPending || error instanceof ProcessesUnavailable)) throw error;
    log.warn({ err: error, processId, taskId }, 'decision from a mail link could not be passed on');
    return { is: 'unanswered' };
  }
  await markUsed(dependencies, view);
  await spendCode(dependencies, view);
  log.info({ processId, taskId, user: view.person.id }, 'decision from a mail link accepted');
  return { is: 'answered' };
}

function actorOf({ person }: LinkView, { address, userAgent }: Pressed): Actor {
  return {
    id: person.id,
    roles: person.roles.filter((role): role is Role => roles.some((known) => known === role)),
    channel: 'mail-link',
    ...(address ? { address } : {}),
    ...(userAgent ? { userAgent: userAgent.slice(0, 300) } : {}),
  };
}

async function markUsed({ prisma, gateway, now }: Dependencies, { link }: LinkView): Promise<void> {
  const usedAt = new Date(toBusinessTime(gateway.clock, now()));
  await prisma.decisionLink.updateMany({ where: { tokenHash: link.tokenHash, usedAt: null }, data: { usedAt } });
}
