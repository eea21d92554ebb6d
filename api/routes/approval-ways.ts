import { foresee, foreseeBeginning } from '../../domain/approval/foresee.ts';
import type { ApprovalInput } from '../../domain/approval/model.ts';
import type { ApprovalVariant } from '../../domain/approval/variant.ts';
import { definitionOf } from '../../domain/variant.ts';
import { companyFacts } from '../../prisma/company.ts';
import { approvalPath, askRule, pathNodes, peopleIn } from '../approvals/path.ts';
import { actorOf } from '../auth/caller.ts';
import { ApprovalForecast, ApprovalPath } from '../contracts/approval-path.ts';
import { ApprovalFactsInput } from '../contracts/approvals.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { type CommandDependencies, refusal } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { customerRef, variantFor } from '../processes/open.ts';
import { namesOf } from '../rows.ts';

/** Stands for a document nobody has handed in yet. */
const noDocument = { id: 'preview', number: 'preview', version: 1, title: 'preview', sha256: '0'.repeat(64) };

/** The way of an approval: before it is asked for, and while it is walked. */
export function approvalWayRoutes(dependencies: CommandDependencies): Endpoint[] {
  const { prisma, config, now } = dependencies;
  return [
    endpoint({
      method: 'post',
      path: '/approvals/preview',
      tag: 'Approvals',
      summary: 'Who will approve this?',
      description:
        'The way an approval with these facts would take if it were asked for now and everybody approved: whom each node would ask, whom it would pass by and why. Nothing is begun and nobody is told.',
      body: ApprovalFactsInput,
      bodyExamples: {
        order: {
          summary: 'An order of a customer on credit hold',
          value: {
            subject: 'order',
            amount: { minor: 30_000_000, currency: 'CNY' },
            fields: { creditHold: true, paymentDays: 30 },
          },
        },
      },
      answers: { 200: { description: 'The way.', schema: ApprovalForecast } },
      problems: ['NO_APPROVER', 'NO_VARIANT', 'UNKNOWN_REFERENCE', 'NOT_ALLOWED', 'PERSON_UNAVAILABLE'],
      handle: async ({ body, caller }) => {
        const { subject, amount, fields, customerId, chosen } = body;
        const variant = variantFor('approval', body.variant, { subject, amount, fields }, caller) as ApprovalVariant;
        const customer = customerId === null ? null : await customerRef(prisma, customerId, 'customerId');
        const input: ApprovalInput = {
          subject,
          amount,
          fields,
          customer,
          document: noDocument,
          starter: caller.id,
          origin: null,
          dealId: null,
          onApproved: null,
          ...(chosen ? { chosen } : {}),
        };
        const calendar = await companyFacts(prisma, config.timeZone).calendar(now());
        const context = { processId: 'preview', actor: actorOf(caller), variant: definitionOf(variant), calendar };
        const expected = await askRule(dependencies, (facts) => {
          const first = foreseeBeginning(input, { ...context, ...facts });
          return 'ok' in first ? first : foresee(first, { ...context, ...facts });
        });
        if ('ok' in expected) throw await refusal(dependencies, expected);
        const names = await namesOf(prisma, peopleIn(expected));
        const { id, title } = variant;
        return ok({ variant: { id, title }, amount, customer, nodes: pathNodes(null, expected, names) });
      },
    }),
    endpoint({
      method: 'get',
      path: '/approvals/{id}/path',
      tag: 'Approvals',
      summary: 'Where is it stuck?',
      description:
        'The way of an approval: the nodes that are done, with who decided what on which bytes; those asked now, since when and until when; and whom the rest would ask as things stand.',
      params: ProcessParams,
      answers: { 200: { description: 'The way.', schema: ApprovalPath } },
      problems: ['UNAVAILABLE'],
      handle: async ({ caller, params }) => {
        await findProcess(prisma, caller, params.id, 'approval');
        return ok(await approvalPath(dependencies, actorOf(caller), params.id));
      },
    }),
  ];
}
