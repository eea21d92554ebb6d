import type { CustomerRef } from '../../domain/deal.ts';
import type { DealChanges, OpportunityCommand, OpportunityInput } from '../../domain/opportunity/model.ts';
import { type DealChangesInput, NewOpportunity, OpportunityCommandInput } from '../contracts/opportunities.ts';
import { ProcessParams } from '../contracts/processes.ts';
import { commandIdOf } from '../http/command-id.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { type CommandDependencies, giveCommand } from '../processes/command.ts';
import { findProcess } from '../processes/find.ts';
import { customerRef, open } from '../processes/open.ts';
import { beginningAnswers, commandAnswers, type KindResource, readingRoutes } from './kind.ts';

const resource: KindResource = {
  kind: 'opportunity',
  path: '/opportunities',
  tag: 'Opportunities',
  one: 'an opportunity',
  many: 'opportunities',
};

/** Deals, from first contact until they are lost or their contract is approved. */
export function opportunityRoutes(dependencies: CommandDependencies): Endpoint[] {
  return [...readingRoutes(dependencies, resource), openRoute(dependencies), commandRoute(dependencies)];
}

function openRoute(dependencies: CommandDependencies): Endpoint {
  const { prisma } = dependencies;
  return endpoint({
    method: 'post',
    path: resource.path,
    tag: resource.tag,
    summary: 'Begin an opportunity',
    description:
      'Starts its workflow and answers once the beginning is on record. The same `commandId` (or `Idempotency-Key`) of the same person always names the same opportunity.',
    roles: ['sales', 'manager', 'sales-ops', 'finance', 'admin'],
    body: NewOpportunity,
    bodyExamples: {
      full: {
        summary: 'With a customer and a next action',
        value: {
          commandId: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
          title: 'GTX Pro for plant 2',
          customerId: 'c-102',
          amount: { minor: 48_000_000, currency: 'CNY' },
          expectedClose: '2026-12-31',
          product: 'GTX Pro',
          nextAction: { what: 'Call about the offer', at: '2026-12-01T09:00:00+08:00' },
        },
      },
      short: { summary: 'A first contact', value: { title: 'Enquiry from the fair' } },
    },
    takesIdempotencyKey: true,
    answers: beginningAnswers,
    problems: ['FIELDS_MISSING', 'PERSON_UNAVAILABLE', 'UNKNOWN_REFERENCE', 'UNAVAILABLE'],
    handle: async ({ body, caller, request }) => {
      const { title, amount, expectedClose, product, source, nextAction, customerId } = body;
      const input = async (): Promise<OpportunityInput> => ({
        title,
        customer: customerId === null ? null : await customerRef(prisma, customerId, 'customerId'),
        amount,
        expectedClose,
        product,
        source,
        owner: body.owner ?? caller.id,
        nextAction,
        engagedAt: null,
        stage: null,
        firstFollowUpAt: null,
      });
      return await open(dependencies, caller, {
        kind: 'opportunity',
        path: resource.path,
        commandId: commandIdOf(body, request),
        variant: body.variant,
        facts: { amount, source, product },
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
    summary: 'Give an opportunity a command',
    description:
      'Answered once it is on record. The rules say who may: the owner, managers, sales ops and admins. Entering the stage that wins the deal submits its contract for approval.',
    params: ProcessParams,
    body: OpportunityCommandInput,
    bodyExamples: {
      edit: { summary: 'Change what is known', value: { type: 'edit', changes: { expectedClose: '2026-12-31' } } },
      logFollowUp: {
        summary: 'Log a contact and plan the next',
        value: {
          type: 'logFollowUp',
          note: 'They ask for a discount of 5%.',
          via: 'call',
          nextAction: { what: 'Send the new offer', at: '2026-12-01T09:00:00+08:00' },
        },
      },
      planNextAction: {
        summary: 'Plan the next action',
        value: { type: 'planNextAction', nextAction: { what: 'Visit plant 2', at: '2026-12-03T14:00:00+08:00' } },
      },
      moveStage: {
        summary: 'Move to another stage',
        value: { commandId: 'move-to-proposing', type: 'moveStage', to: 'proposing', expectedVersion: 7 },
      },
      lose: { summary: 'Lose it, with the reason', value: { type: 'moveStage', to: 'lost', lostReason: 'price' } },
      changeOwner: { summary: 'Give it to somebody else', value: { type: 'changeOwner', to: 'chen.jie' } },
      submitContract: { summary: 'Submit the contract again', value: { type: 'submitContract' } },
    },
    takesIdempotencyKey: true,
    answers: commandAnswers,
    problems: [
      'COMMAND_ID_TAKEN',
      'STALE_VERSION',
      'CLOSED',
      'ILLEGAL_NOW',
      'MOVE_NOT_ALLOWED',
      'NOT_ALLOWED',
      'FIELDS_MISSING',
      'REASON_REQUIRED',
      'UNKNOWN_STAGE',
      'PERSON_UNAVAILABLE',
      'UNKNOWN_REFERENCE',
      'UNAVAILABLE',
      'PROCESS_NOT_RUNNING',
    ],
    handle: async ({ params, body, caller, request }) => {
      const { commandId: _given, expectedVersion, ...input } = body;
      const process = await findProcess(dependencies.prisma, caller, params.id, 'opportunity');
      const command = await commandFrom(dependencies, input);
      return await giveCommand(dependencies, caller, process, {
        commandId: commandIdOf(body, request),
        expectedVersion,
        command,
      });
    },
  });
}

type Input = OpportunityCommandInput extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'commandId' | 'expectedVersion'>
    : never
  : never;

/** The command as the rules know it: customers by their names, as master data has them. */
async function commandFrom({ prisma }: CommandDependencies, input: Input): Promise<OpportunityCommand> {
  if (!('changes' in input) || input.changes === undefined) return input as OpportunityCommand;
  const { changes, ...rest } = input;
  return { ...rest, changes: await changesFrom(prisma, changes) } as OpportunityCommand;
}

async function changesFrom(
  prisma: CommandDependencies['prisma'],
  { customerId, ...facts }: DealChangesInput,
): Promise<DealChanges> {
  if (customerId === undefined) return facts;
  const customer: CustomerRef | null =
    customerId === null ? null : await customerRef(prisma, customerId, 'changes.customerId');
  return { ...facts, customer };
}
