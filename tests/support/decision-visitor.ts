import { issueNonce } from '../../api/decision/press.ts';
import type { ApprovalState } from '../../domain/approval/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { type DecisionStage, signedIn } from './decision-stage.ts';
import type { RecordedProcess } from './recorded-process.ts';

/** A page as a visitor gets it. */
export interface Visited {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

async function visited(response: Response): Promise<Visited> {
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** Opens a page. */
export async function open(link: string): Promise<Visited> {
  return await visited(await fetch(link));
}

/** The token a link carries. */
export const tokenOf = (link: string): string => link.split('/').at(-1) ?? '';

/** A nonce as a page that was opened some seconds ago would have it. */
export function nonceFor(link: string, secondsAgo = 3): string {
  return issueNonce(tokenOf(link), Date.now() - secondsAgo * 1_000);
}

/** Presses a button on the page of a link. */
export async function press(
  link: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Visited> {
  const body = new URLSearchParams({ nonce: nonceFor(link), ...fields });
  return await visited(await fetch(link, { method: 'POST', body, headers }));
}

export const offersDecision = (html: string): boolean => html.includes('name="decision"');
export const offersFreshLink = (html: string): boolean => html.includes('/renew?');

export const stateOf = ({ instance }: RecordedProcess): ApprovalState => instance.state as ApprovalState;

export function taskOf(process: RecordedProcess, id: string) {
  return stateOf(process).tasks.find((task) => task.id === id);
}

/** The first link that was made for an approval. */
export function linkRow(prisma: PrismaClient, process: RecordedProcess) {
  const where = { processId: process.instance.id };
  return prisma.decisionLink.findFirstOrThrow({ where, orderBy: { createdAt: 'asc' } });
}

/** An approval whose first approver, 王伟 for 李娜 and Emma for Oliver, has been mailed. */
export async function mailed(stage: DecisionStage, starter: 'lina' | 'oliver' = 'oliver') {
  const process = await stage.openApproval(starter);
  await stage.sendMails(process);
  return { process, link: stage.linkTo(starter === 'oliver' ? 'emma' : 'wangwei') };
}

/** Gives a command by another way than a link and sends what mails follow. Throws when it is refused. */
export async function command(
  stage: DecisionStage,
  process: RecordedProcess,
  by: string,
  type: string,
  fields: Record<string, unknown> = {},
): Promise<void> {
  const commandId = `${type}/${process.instance.id}/${process.instance.version}`;
  const documentHash = stateOf(process).document.sha256;
  const answer = await process.give({ commandId, command: { type, documentHash, ...fields }, actor: signedIn(by) });
  if ('code' in answer) throw new Error(`${type} was refused: ${answer.code}`);
  await stage.sendMails(process);
}
