import { randomUUID } from 'node:crypto';
import { localTime } from '../../domain/calendar.ts';
import { readStanding } from '../../prisma/credit.ts';
import type { CreditExemption } from '../../prisma/generated/client.ts';
import type { Caller } from '../auth/caller.ts';
import { shownCalendar } from '../calendar.ts';
import { CreditView, NewExemption } from '../contracts/credit.ts';
import { IdParams } from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { iso, namesOf } from '../rows.ts';

const tag = 'Payment plans';
/** An exemption lasts at most so long, in days; whoever needs longer decides again. */
const longest = 180;

/** How customers stand with us: credit hold, its reasons, and exemptions from it. */
export function creditRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, now } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/customers/{id}/credit',
      tag,
      summary: "Read a customer's credit standing",
      description:
        'Whether new business on credit has to wait and why: computed from what is outstanding at this moment, so that a payment lifts a hold at once.',
      params: IdParams,
      answers: { 200: { description: 'The standing.', schema: CreditView } },
      handle: async ({ params }) => ok(await standing(dependencies, params.id)),
    }),
    endpoint({
      method: 'post',
      path: '/customers/{id}/credit/exemptions',
      tag,
      summary: 'Exempt a customer from credit hold for a time',
      description:
        'For finance, managers and admins. It replaces an earlier one, needs a reason and expires by itself.',
      roles: ['finance', 'manager', 'admin'],
      params: IdParams,
      body: NewExemption,
      answers: { 200: { description: 'The standing with the exemption.', schema: CreditView } },
      problems: ['INVALID'],
      handle: async ({ params, body, caller }) => {
        const until = body.until;
        if (until <= now() || until > now() + longest * 86_400_000) {
          throw fieldProblem('INVALID', 'until', `An exemption ends within ${longest} days from now`);
        }
        await requireCustomer(dependencies, params.id);
        await grant(dependencies, params.id, { until, reason: body.reason }, caller);
        return ok(await standing(dependencies, params.id));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/customers/{id}/credit/exemptions',
      tag,
      summary: 'End the exemption of a customer',
      description: 'For finance, managers and admins. Doing it again changes nothing.',
      roles: ['finance', 'manager', 'admin'],
      params: IdParams,
      answers: { 200: { description: 'The standing without the exemption.', schema: CreditView } },
      handle: async ({ params, caller }) => {
        await requireCustomer(dependencies, params.id);
        await prisma.creditExemption.updateMany(revoking(params.id, caller, now()));
        return ok(await standing(dependencies, params.id));
      },
    }),
  ];
}

function revoking(customerId: string, caller: Caller, at: number) {
  return { where: { customerId, revokedAt: null }, data: { revokedAt: new Date(at), revokedBy: caller.id } };
}

async function grant(
  { prisma, now }: ApiDependencies,
  customerId: string,
  { until, reason }: { until: number; reason: string },
  caller: Caller,
): Promise<void> {
  const at = now();
  await prisma.$transaction([
    prisma.creditExemption.updateMany(revoking(customerId, caller, at)),
    prisma.creditExemption.create({
      data: {
        id: randomUUID(),
        customerId,
        until: new Date(until),
        reason,
        grantedBy: caller.id,
        grantedAt: new Date(at),
      },
    }),
  ]);
}

async function requireCustomer({ prisma }: ApiDependencies, id: string): Promise<void> {
  const found = await prisma.customer.findUnique({ where: { id }, select: { id: true } });
  if (!found) throw new Problem('NOT_FOUND', `There is no customer ${id}`);
}

async function standing(dependencies: ApiDependencies, customerId: string) {
  const { prisma, now } = dependencies;
  await requireCustomer(dependencies, customerId);
  const at = now();
  const { date: today } = localTime(await shownCalendar(dependencies), at);
  const [{ exemption, ...facts }, granted] = await Promise.all([
    readStanding(prisma, customerId, at, today),
    prisma.creditExemption.findFirst({ where: { customerId, revokedAt: null }, orderBy: { grantedAt: 'desc' } }),
  ]);
  return {
    ...facts,
    reasons: [...facts.reasons],
    open: [...facts.open],
    overdue: [...facts.overdue],
    exemption: exemption && granted ? await exemptionView(dependencies, granted) : null,
    asOf: iso(at),
  };
}

async function exemptionView({ prisma }: ApiDependencies, granted: CreditExemption) {
  const names = await namesOf(prisma, [granted.grantedBy]);
  return {
    id: granted.id,
    until: iso(granted.until),
    reason: granted.reason,
    grantedBy: { id: granted.grantedBy, name: names(granted.grantedBy) },
    grantedAt: iso(granted.grantedAt),
  };
}
