import { ApplicationFailure } from '@temporalio/common';
import type { ApprovalInput, ApprovalRequest } from '../domain/approval/model.ts';
import type { Instant } from '../domain/calendar.ts';
import { type BusinessClock, toBusinessTime } from '../domain/clock.ts';
import type { ContractRequest } from '../domain/contract/model.ts';
import type { Locale, StampedEffect } from '../domain/effects.ts';
import type { IncidentInput } from '../domain/incident/model.ts';
import type { PaymentPlanInput } from '../domain/payment-plan/model.ts';
import { type AnyVariant, chooseVariant } from '../domain/variants/index.ts';
import { CommandRefused } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import type { PrismaClient } from '../prisma/client.ts';
import { companyFacts } from '../prisma/company.ts';
import { takeBackNumber } from '../prisma/contract-numbers.ts';
import { storeDraft } from '../prisma/drafts.ts';
import { makeContract } from '../prisma/new-contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

type LaunchEffect = Extract<StampedEffect, { type: 'launch' }>;

interface Prepared {
  readonly input: unknown;
  readonly variant: AnyVariant | undefined;
}

/**
 * Starts the process another one asked for. Doing it again changes nothing: id and command id come from the asker.
 * A refusal by the rules, or no variant that fits, is final and becomes a wait for a person.
 */
export async function launch(
  dependencies: ActivityDependencies,
  { tenant, clock, effect }: { tenant: string; clock: BusinessClock; effect: LaunchEffect },
): Promise<void> {
  const { prisma, client, taskQueue, mailSettings } = dependencies;
  const { input, variant } = await prepare(dependencies, effect, toBusinessTime(clock, Date.now()));
  if (!variant) throw ApplicationFailure.nonRetryable(`No variant covers ${effect.processId}`, 'NO_VARIANT');
  try {
    await openProcess({ client, taskQueue, tenant, clock }, companyFacts(prisma, mailSettings.timeZone), {
      id: effect.processId,
      kind: effect.kind,
      variant,
      input,
      actor: { id: 'system', roles: [], channel: 'process' },
      commandId: `launch/${effect.key}`,
    });
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    if (effect.kind === 'contract') await takeBackNumber(prisma, effect.processId, new Date());
    const { code, message } = error.rejection;
    throw ApplicationFailure.nonRetryable(`${effect.processId} may not begin: ${message}`, code);
  }
}

async function prepare(
  { prisma, company, mailSettings }: ActivityDependencies,
  { kind, input, processId }: LaunchEffect,
  now: Instant,
): Promise<Prepared> {
  switch (kind) {
    case 'approval': {
      const approval = await withDocument(prisma, input as ApprovalRequest);
      return { input: approval, variant: chooseVariant('approval', approval) };
    }
    case 'contract': {
      const request = input as ContractRequest;
      const variant = chooseVariant('contract', request);
      if (!variant) return { input, variant };
      const given = { processId, request, variant, company, now, zone: mailSettings.timeZone, withText: true };
      return { input: await makeContract(prisma, given), variant };
    }
    case 'paymentPlan': {
      const plan = input as PaymentPlanInput;
      const contact = plan.contact ?? (await billingContact(prisma, plan.customer.id));
      const facts = { amount: plan.total, customerId: plan.customer.id };
      return { input: { ...plan, contact }, variant: chooseVariant('paymentPlan', facts) };
    }
    case 'incident':
      return { input, variant: chooseVariant('incident', input as IncidentInput) };
    case 'opportunity':
    case 'receipt':
    case 'invoice':
    case 'order':
      throw ApplicationFailure.nonRetryable(`${processId}: no rule opens a process of kind ${kind}`, 'INVALID');
    default:
      return kind satisfies never;
  }
}

async function withDocument(prisma: PrismaClient, request: ApprovalRequest): Promise<ApprovalInput> {
  if ('document' in request) return request;
  const { draft, ...rest } = request;
  const { size: _size, ...document } = await storeDraft(prisma, draft, { createdBy: rest.starter });
  return { ...rest, document };
}

async function billingContact(prisma: PrismaClient, customerId: string): Promise<PaymentPlanInput['contact']> {
  const contact = await prisma.contact.findFirst({ where: { customerId, billing: true }, orderBy: { id: 'asc' } });
  return contact && { name: contact.name, email: contact.email, locale: contact.locale as Locale };
}
