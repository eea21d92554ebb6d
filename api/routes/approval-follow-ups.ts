import { passedNodes } from '../../domain/approval/ending.ts';
import type { ApprovalInput, EarlierApproval } from '../../domain/approval/model.ts';
import { addOffset } from '../../domain/calendar.ts';
import { hasRole } from '../../domain/process.ts';
import { variantById } from '../../domain/variants/index.ts';
import { companyFacts } from '../../prisma/company.ts';
import { approvedApproval, executedSince, reversalDocument } from '../approvals/follow-up.ts';
import { AmendmentRequest, ReversalRequest } from '../contracts/approvals.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { fieldProblem, Problem } from '../problem.ts';
import type { CommandDependencies } from '../processes/command.ts';
import { storeDocument } from '../processes/documents.ts';
import { open } from '../processes/open.ts';
import { iso } from '../rows.ts';
import { beginningAnswers } from './kind.ts';

/** What may follow an approval that was given: an amendment of its document, or its reversal. */
export function approvalFollowUpRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [amendmentRoute(dependencies), reversalRoute(dependencies)];
}

const path = '/approvals';

function amendmentRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: `${path}/{id}/amendments`,
    tag: 'Approvals',
    summary: 'Amend what was approved',
    description:
      'Asks for the approval of a new version of a document that was approved, linked to the earlier one. Only the nodes are asked that a change concerns. For whoever started the earlier approval.',
    params: ProcessParams,
    body: AmendmentRequest,
    bodyExamples: {
      price: {
        summary: 'Another price',
        value: {
          document: { mime: 'text/plain; charset=utf-8', contentBase64: 'djMg5ZCI5ZCM' },
          amount: { minor: 15_000_000, currency: 'CNY' },
        },
      },
    },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['NOT_ALLOWED', 'ILLEGAL_NOW', 'NO_APPROVER', 'NO_VARIANT', 'UNAVAILABLE'],
    handle: async ({ params, body, caller, request }) => {
      const earlier = await approvedApproval(dependencies, caller, params.id);
      const { subject, customer, dealId, document } = earlier.state;
      const { amount = earlier.state.amount, fields = earlier.state.fields } = body;
      const amends: EarlierApproval = {
        approvalId: params.id,
        documentHash: document.sha256,
        amount: earlier.state.amount,
        fields: earlier.state.fields,
        passed: passedNodes(earlier.state),
      };
      const input = async (): Promise<ApprovalInput> => {
        const { number, title } = document;
        const next = await storeDocument(prisma, caller, { number, title, ...body.document });
        if (next.sha256 === document.sha256) {
          throw fieldProblem('INVALID', 'document.contentBase64', 'This is the document that was approved already');
        }
        const facts = { subject, amount, fields, customer, dealId, document: next };
        return { ...facts, starter: caller.id, origin: null, onApproved: null, amends };
      };
      return await open(dependencies, caller, {
        kind: 'approval',
        path,
        commandId: commandIdOf(body, request),
        variant: undefined,
        facts: { subject, amount, fields },
        input,
      });
    },
  });
}

function reversalRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma, config, now } = dependencies;
  return endpoint({
    method: 'post',
    path: `${path}/{id}/reversals`,
    tag: 'Approvals',
    summary: 'Take an approval back that was given',
    description:
      'Starts an approval of the reversal, by the same people; nothing is undone until they agree. Possible within the time the variant allows and as long as nobody has acted on the approval: a payment plan it began is then cancelled.',
    params: ProcessParams,
    body: ReversalRequest,
    bodyExamples: { mistake: { summary: 'A mistake', value: { reason: 'The wrong price list was attached.' } } },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['NOT_ALLOWED', 'ILLEGAL_NOW', 'NO_APPROVER', 'NO_VARIANT', 'UNAVAILABLE'],
    handle: async ({ params, body, caller, request }) => {
      const { state, variantId, endedAt } = await approvedApproval(dependencies, caller, params.id);
      const variant = variantById(variantId);
      const within = variant?.kind === 'approval' ? variant.reversibleWithin : undefined;
      if (within === undefined) throw new Problem('ILLEGAL_NOW', 'Approvals of this kind stand once they are given');
      const calendar = await companyFacts(prisma, config.timeZone).calendar(now());
      const until = addOffset(calendar, endedAt, within);
      if (now() > until) {
        throw new Problem('ILLEGAL_NOW', `An approval can be taken back within ${within}`, {
          facts: { possibleUntil: iso(until) },
        });
      }
      const executed = await executedSince(prisma, state, endedAt);
      if (executed) {
        throw new Problem('ILLEGAL_NOW', `${executed.processId} has acted on the approval already`, {
          facts: { process: executed.processId, what: executed.type, at: iso(executed.at) },
        });
      }
      const { subject, amount, fields, customer, dealId, onApproved } = state;
      const input = async (): Promise<ApprovalInput> => ({
        subject,
        amount,
        fields,
        customer,
        dealId,
        document: await storeDocument(prisma, caller, reversalDocument(state, body.reason)),
        starter: caller.id,
        origin: null,
        onApproved: null,
        reverses: {
          approvalId: params.id,
          reason: body.reason,
          cancel: onApproved?.kind === 'paymentPlan' ? [onApproved.processId] : [],
        },
      });
      return await open(dependencies, caller, {
        kind: 'approval',
        path,
        commandId: commandIdOf(body, request),
        variant: hasRole(caller, 'sales-ops', 'admin') ? variantId : undefined,
        facts: { subject, amount, fields },
        input,
      });
    },
  });
}
