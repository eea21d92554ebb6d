import type { ApprovalState } from '../../domain/approval/model.ts';
import { formatMoney } from '../../domain/money.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { Caller } from '../auth/caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { Problem } from '../problem.ts';
import type { HandedIn } from '../processes/documents.ts';
import { findProcess } from '../processes/find.ts';

/** An approval that was given, as its starter refers to it. Throws where it was not, or was asked for by somebody else. */
export async function approvedApproval({ prisma }: ApiDependencies, caller: Caller, id: string) {
  await findProcess(prisma, caller, id, 'approval');
  const { snapshot, variantId } = await prisma.process.findUniqueOrThrow({
    where: { id },
    select: { snapshot: true, variantId: true },
  });
  const { state } = snapshot as unknown as { state: ApprovalState };
  if (state.starter !== caller.id) {
    throw new Problem('NOT_ALLOWED', 'Only the person who started the approval may do this');
  }
  if (state.ending?.outcome !== 'approved') {
    throw new Problem('ILLEGAL_NOW', 'Only an approval that was given can be amended or reversed', {
      facts: { status: state.status },
    });
  }
  return { state, variantId, endedAt: state.ending.at };
}

/**
 * The first thing anybody, or money, has done since in a process the approval began or was asked for by; undefined where
 * nothing has happened. What those processes do by themselves, such as reminding, does not count.
 */
export async function executedSince(prisma: PrismaClient, { onApproved, origin }: ApprovalState, since: number) {
  const downstream = [onApproved?.processId, origin].filter((id) => typeof id === 'string');
  const found = await prisma.event.findFirst({
    where: {
      processId: { in: downstream },
      at: { gt: new Date(since) },
      OR: [{ actorId: { not: 'system' } }, { type: 'ReceiptRecorded' }],
    },
    orderBy: { at: 'asc' },
    select: { processId: true, type: true, at: true },
  });
  return found ?? undefined;
}

/** What is approved when an approval is to be taken back: the request to do so, in both languages. */
export function reversalDocument({ document, amount, customer, id }: ApprovalState, reason: string): HandedIn {
  const number = `${document.number}-R`;
  const title = document.title;
  const text = [
    `审批撤销申请 / Request to reverse an approval ${number}`,
    '',
    `原审批 / Approval: ${id}`,
    `文件 / Document: ${document.number} v${document.version} ${title}`,
    `SHA-256: ${document.sha256}`,
    ...(customer ? [`客户 / Customer: ${customer.name}`] : []),
    `金额 / Amount: ${formatMoney(amount)} (${amount.currency})`,
    '',
    `撤销原因 / Reason: ${reason}`,
    '',
  ].join('\n');
  return { number, title, mime: 'text/plain; charset=utf-8', contentBase64: Buffer.from(text).toString('base64') };
}
