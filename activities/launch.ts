import { ApplicationFailure } from '@temporalio/common';
import type { ApprovalInput, ApprovalRequest } from '../domain/approval/model.ts';
import type { BusinessClock } from '../domain/clock.ts';
import type { DocumentDraft, DocumentRef } from '../domain/deal.ts';
import type { Locale, StampedEffect } from '../domain/effects.ts';
import type { IncidentInput } from '../domain/incident/model.ts';
import type { PaymentPlanInput } from '../domain/payment-plan/model.ts';
import { type AnyVariant, chooseVariant } from '../domain/variants/index.ts';
import { sha256 } from '../gateway/digest.ts';
import { CommandRefused } from '../gateway/gateway.ts';
import { openProcess } from '../gateway/open.ts';
import type { PrismaClient } from '../prisma/client.ts';
import { companyFacts } from '../prisma/company.ts';
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
  { prisma, client, taskQueue, mailSettings }: ActivityDependencies,
  { tenant, clock, effect }: { tenant: string; clock: BusinessClock; effect: LaunchEffect },
): Promise<void> {
  const { input, variant } = await prepare(prisma, effect);
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
    const { code, message } = error.rejection;
    throw ApplicationFailure.nonRetryable(`${effect.processId} may not begin: ${message}`, code);
  }
}

async function prepare(prisma: PrismaClient, { kind, input, processId }: LaunchEffect): Promise<Prepared> {
  switch (kind) {
    case 'approval': {
      const approval = await withDocument(prisma, input as ApprovalRequest);
      return { input: approval, variant: chooseVariant('approval', approval) };
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
      throw ApplicationFailure.nonRetryable(`${processId}: opportunities are opened by people`, 'INVALID');
    default:
      return kind satisfies never;
  }
}

async function withDocument(prisma: PrismaClient, request: ApprovalRequest): Promise<ApprovalInput> {
  if ('document' in request) return request;
  const { draft, ...rest } = request;
  return { ...rest, document: await storeDraft(prisma, draft, rest.starter) };
}

/** Keeps the exact bytes of a text once; what is approved is their hash. */
async function storeDraft(
  prisma: PrismaClient,
  { number, version, title, text }: DocumentDraft,
  createdBy: string,
): Promise<DocumentRef> {
  const bytes = new TextEncoder().encode(text);
  const id = `${number}-v${version}`;
  const stored = await prisma.document.upsert({
    where: { number_version: { number, version } },
    update: {},
    create: {
      id,
      number,
      version,
      title,
      mime: 'text/plain; charset=utf-8',
      bytes: new Uint8Array(bytes),
      sha256: sha256(bytes),
      createdBy,
    },
  });
  return { id: stored.id, number, version, title: stored.title, sha256: stored.sha256 };
}

async function billingContact(prisma: PrismaClient, customerId: string): Promise<PaymentPlanInput['contact']> {
  const contact = await prisma.contact.findFirst({ where: { customerId, billing: true }, orderBy: { id: 'asc' } });
  return contact && { name: contact.name, email: contact.email, locale: contact.locale as Locale };
}
