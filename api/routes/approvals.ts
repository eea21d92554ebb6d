import type { ApprovalCommand } from '../../domain/approval/commands.ts';
import type { ApprovalInput, ApprovalState } from '../../domain/approval/model.ts';
import type { Caller } from '../auth/caller.ts';
import {
  ApprovalCommandInput,
  type ApprovalCommandInput as CommandInput,
  largestDocument,
  NewApproval,
} from '../contracts/approvals.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { fieldProblem } from '../problem.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { storeDocument } from '../processes/documents.ts';
import { findProcess } from '../processes/find.ts';
import { customerRef, open, requireDeal } from '../processes/open.ts';
import { approvalFollowUpRoutes } from './approval-follow-ups.ts';
import { approvalWayRoutes } from './approval-ways.ts';
import { beginningAnswers, commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'approval',
  path: '/approvals',
  tag: 'Approvals',
  one: 'an approval',
  many: 'approvals',
};

/** In base 64, with room for the fields beside it. */
const bodyLimit = Math.ceil(largestDocument / 3) * 4 + 64 * 1024;

const exampleDocument = {
  number: 'XS-2026-114',
  title: 'Frame contract for pumps',
  mime: 'text/plain; charset=utf-8',
  contentBase64: '5ZCI5ZCMIC8gQ29udHJhY3Q=',
};

const exampleHash = 'c0535e4be2b79ffd93291305436bf889314e4a3faec05ecffcbb7df31ad9e51a';

const task = { taskId: 't1' };
const nextVersion = { mime: exampleDocument.mime, contentBase64: 'djIg5ZCI5ZCM' };

const commandExamples = {
  approve: { summary: 'Approve', value: { type: 'approve', ...task, documentHash: exampleHash } },
  reject: {
    summary: 'Reject, saying why',
    value: { type: 'reject', ...task, documentHash: exampleHash, comment: 'Clause 4 is missing.' },
  },
  transfer: { summary: 'Pass it on', value: { type: 'transfer', ...task, to: 'zhao.min' } },
  delegate: {
    summary: 'Ask for an opinion',
    value: { type: 'delegate', ...task, to: 'zhao.min', comment: 'Clause 4?' },
  },
  addBefore: {
    summary: 'Have others decide first',
    value: { type: 'addSigners', ...task, position: 'before', people: ['zhao.min', 'wang.wei'], mode: 'SEQ' },
  },
  addAfter: {
    summary: 'Approve, and have somebody decide after me',
    value: { type: 'addSigners', ...task, position: 'after', people: ['zhao.min'], documentHash: exampleHash },
  },
  addParallel: {
    summary: 'Ask somebody beside me',
    value: { type: 'addSigners', ...task, position: 'parallel', people: ['zhao.min'] },
  },
  removeSigner: { summary: 'Take an added person out', value: { type: 'removeSigner', taskId: 't2' } },
  sendBack: {
    summary: 'Send it back to the starter, and see it next',
    value: {
      type: 'sendBack',
      ...task,
      to: 'starter',
      resubmission: 'JUMP',
      comment: 'The price list is last year’s.',
    },
  },
  resubmit: {
    summary: 'Submit it again, with another version',
    value: { type: 'resubmit', document: nextVersion, comment: 'Price list updated.' },
  },
  withdraw: { summary: 'Withdraw', value: { type: 'withdraw', reason: 'The customer wants other terms.' } },
  takeBack: { summary: 'Take my decision back', value: { type: 'takeBack', ...task } },
  urge: { summary: 'Urge', value: { type: 'urge', ...task } },
  cc: { summary: 'Copy it to somebody', value: { type: 'cc', people: ['li.na'] } },
  comment: { summary: 'Ask the starter', value: { type: 'comment', text: 'Who delivers?', ask: true } },
  replaceDocument: { summary: 'Replace the document', value: { type: 'replaceDocument', document: nextVersion } },
  override: {
    summary: 'Force the current node to pass, as an admin',
    value: { type: 'override', action: 'pass', reason: 'Agreed by telephone; the approver has no network.' },
  },
} as const;

/** Decisions of several people on one version of a document. */
export function approvalRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [
    ...readingRoutes(dependencies, resource),
    openRoute(dependencies),
    commandRoute(dependencies),
    ...approvalWayRoutes(dependencies),
    ...approvalFollowUpRoutes(dependencies),
  ];
}

function openRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Ask for an approval',
    description:
      'Keeps the exact bytes of the document and asks the people its variant names to decide on their SHA-256. The caller is its starter. The same `commandId` (or `Idempotency-Key`) of the same person always names the same approval.',
    body: NewApproval,
    bodyExamples: {
      contract: {
        summary: 'A contract',
        value: {
          commandId: 'XS-2026-114-v1',
          subject: 'contract',
          document: exampleDocument,
          amount: { minor: 12_000_000, currency: 'CNY' },
          fields: { paymentDays: 60, region: 'east' },
          customerId: 'c-102',
        },
      },
    },
    bodyLimit,
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['NO_APPROVER', 'NO_VARIANT', 'UNKNOWN_REFERENCE', 'NOT_ALLOWED', 'UNAVAILABLE'],
    handle: async ({ body, caller, request }) => {
      const { subject, amount, fields, customerId, dealId, document, chosen, stepUp } = body;
      const input = async (): Promise<ApprovalInput> => {
        const taken = await prisma.issuedNumber.findUnique({ where: { number: document.number } });
        if (taken) {
          const message = `This number belongs to contract ${taken.processId}; hand its text in there`;
          throw fieldProblem('NOT_ALLOWED', 'document.number', message);
        }
        if (dealId !== null) await requireDeal(prisma, caller, dealId);
        return {
          subject,
          customer: customerId === null ? null : await customerRef(prisma, customerId, 'customerId'),
          amount,
          fields,
          starter: caller.id,
          origin: null,
          dealId,
          onApproved: null,
          ...(stepUp ? { stepUp } : {}),
          ...(chosen ? { chosen } : {}),
          document: await storeDocument(prisma, caller, document),
        };
      };
      return await open(dependencies, caller, {
        kind: 'approval',
        path: resource.path,
        commandId: commandIdOf(body, request),
        variant: body.variant,
        facts: { subject, amount, fields },
        input,
      });
    },
  });
}

function commandRoute(dependencies: CommandDependencies): Endpoint {
  return endpoint({
    method: 'post',
    path: `${resource.path}/{id}/commands`,
    tag: resource.tag,
    summary: 'Give an approval a command',
    description:
      'Answered once it is on record. Only the holder of a task decides it, and only on the document that is under approval now: name the hash of what was read. Withdrawing, submitting again and replacing are for the starter, forcing is for admins. On a task that asks for an opinion, approving and rejecting are agreeing and disagreeing.',
    params: ProcessParams,
    body: ApprovalCommandInput,
    bodyExamples: commandExamples,
    bodyLimit,
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'STALE_DOCUMENT',
      'ALREADY_DECIDED',
      'SENT_BACK',
      'WAITS_FOR_OTHERS',
      'CLOSED',
      'ILLEGAL_NOW',
      'URGED_RECENTLY',
      'TRANSFER_CYCLE',
      'NOT_ALLOWED',
      'NOT_HOLDER',
      'COMMENT_REQUIRED',
      'REASON_REQUIRED',
      'PERSON_UNAVAILABLE',
      'UNAVAILABLE',
      'PROCESS_NOT_RUNNING',
    ],
    handle: async ({ params, body, caller, request }) => {
      const process = await findProcess(dependencies.prisma, caller, params.id, 'approval');
      const command = await commandFrom(dependencies, caller, params.id, body);
      return await giveCommand(dependencies, caller, process, {
        commandId: commandIdOf(body, request),
        expectedVersion: body.expectedVersion,
        command,
      });
    },
  });
}

/** The command as the rules know it: the document's next version is kept first, and referred to. */
async function commandFrom(
  { prisma }: CommandDependencies,
  caller: Caller,
  processId: string,
  { commandId: _given, expectedVersion: _expected, ...input }: CommandInput,
): Promise<ApprovalCommand> {
  if (input.type !== 'replaceDocument' && input.type !== 'resubmit') return input;
  const { document: uploaded, ...rest } = input;
  if (!uploaded) return { ...rest, type: 'resubmit' };
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id: processId }, select: { snapshot: true } });
  const { document: present, starter, revision } = (snapshot as unknown as { state: ApprovalState }).state;
  // The rules have the last word; asking here keeps bytes out that nobody could use.
  if (caller.id !== (revision?.holder ?? starter)) {
    throw fieldProblem('NOT_ALLOWED', 'document', 'Only the person who started the approval may replace its document');
  }
  const { number, title } = present;
  const document = await storeDocument(prisma, caller, { number, title, ...uploaded });
  return { ...input, document };
}
