import type { ApprovalCommand, ApprovalInput, ApprovalState } from '../../domain/approval/model.ts';
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

/** Decisions of several people on one version of a document. */
export function approvalRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [...readingRoutes(dependencies, resource), openRoute(dependencies), commandRoute(dependencies)];
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
      const { subject, amount, fields, customerId, dealId, document, stepUp } = body;
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
          document: await storeDocument(prisma, caller, document),
        };
      };
      return await open(dependencies, caller, {
        kind: 'approval',
        path: resource.path,
        commandId: commandIdOf(body, request),
        variant: body.variant,
        facts: { subject, amount },
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
      'Answered once it is on record. Only the holder of a task decides it, and only on the document that is under approval now: name the hash of what was read. Withdrawing, urging and replacing are for the starter.',
    params: ProcessParams,
    body: ApprovalCommandInput,
    bodyExamples: {
      approve: { summary: 'Approve', value: { type: 'approve', taskId: 't1', documentHash: exampleHash } },
      reject: {
        summary: 'Reject, saying why',
        value: { type: 'reject', taskId: 't1', documentHash: exampleHash, comment: 'Clause 4 is missing.' },
      },
      transfer: { summary: 'Pass it on', value: { type: 'transfer', taskId: 't1', to: 'zhao.min' } },
      withdraw: { summary: 'Withdraw', value: { type: 'withdraw', reason: 'The customer wants other terms.' } },
      urge: { summary: 'Urge', value: { type: 'urge', taskId: 't1' } },
      replaceDocument: {
        summary: 'Replace the document',
        value: {
          type: 'replaceDocument',
          document: { mime: exampleDocument.mime, contentBase64: 'djIg5ZCI5ZCM' },
        },
      },
    },
    bodyLimit,
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'STALE_DOCUMENT',
      'ALREADY_DECIDED',
      'CLOSED',
      'ILLEGAL_NOW',
      'URGED_RECENTLY',
      'TRANSFER_CYCLE',
      'NOT_ALLOWED',
      'NOT_HOLDER',
      'COMMENT_REQUIRED',
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

/** The command as the rules know it: a replacing document is kept first, and referred to. */
async function commandFrom(
  { prisma }: CommandDependencies,
  caller: Caller,
  processId: string,
  { commandId: _given, expectedVersion: _expected, ...input }: CommandInput,
): Promise<ApprovalCommand> {
  if (input.type !== 'replaceDocument') return input;
  const { snapshot } = await prisma.process.findUniqueOrThrow({ where: { id: processId }, select: { snapshot: true } });
  const { document: present, starter } = (snapshot as unknown as { state: ApprovalState }).state;
  // The rules have the last word; asking here keeps bytes out that nobody could use.
  if (caller.id !== starter) {
    throw fieldProblem('NOT_ALLOWED', 'document', 'Only the person who started the approval may replace its document');
  }
  const { number, title } = present;
  const document = await storeDocument(prisma, caller, { number, title, ...input.document });
  return { ...input, document };
}
