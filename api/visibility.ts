import { type Kind, kinds } from '../domain/effects.ts';
import type { OrderStage } from '../domain/order/stage.ts';
import { hasRole } from '../domain/process.ts';
import { type WaitAction, waitActions } from '../domain/wait.ts';
import { Prisma, type PrismaClient } from '../prisma/client.ts';
import { processIdFor } from '../workflows/messages.ts';
import { type Caller, seesEverything } from './auth/caller.ts';
import { allOf, anyOf } from './rows.ts';

/**
 * Who may see what, as conditions that lists, counts and single reads share: everybody sees the processes they own,
 * began, hold a wait of or have somebody stand in for, and the approvals they were asked about or sent a copy of;
 * managers also those that people below them own or hold a wait of; logistics also every order whose goods may move;
 * sales ops, legal, finance and admins see all. Whoever may not see a process is told there is none.
 */
export interface View {
  /** That the caller sees process `p`. */
  readonly process: Prisma.Sql;
  /** That the caller sees open wait `w`. */
  readonly wait: Prisma.Sql;
}

/**
 * Kinds of process in which somebody other than the owner, or whoever stands in, may hold such a wait. What a deal waits for is its owner's to
 * do by rule; most of all waits are such, and need not be looked at to find who else sees a process.
 */
const heldBesidesOwner: Readonly<Record<WaitAction, readonly Kind[]>> = {
  'opportunity.followUp': [],
  'opportunity.planNextAction': [],
  'contract.await': [],
  'contract.revise': [],
  'contract.prepare': [],
  'contract.review': [],
  'contract.sign': [],
  'contract.checkCopy': ['contract'],
  'contract.start': [],
  'contract.decideEnd': [],
  'contract.end': [],
  'approval.decide': ['approval'],
  'approval.advise': ['approval'],
  'approval.revise': ['approval'],
  'payment.awaitEvent': ['paymentPlan'],
  'payment.await': ['paymentPlan'],
  'payment.collect': ['paymentPlan'],
  'payment.promised': ['paymentPlan'],
  'payment.paused': ['paymentPlan'],
  'payment.dispute': ['paymentPlan'],
  'payment.writeOff': ['paymentPlan'],
  'payment.check': ['paymentPlan'],
  'payment.accept': ['paymentPlan'],
  'payment.writtenOff': ['paymentPlan'],
  'receipt.match': [],
  'receipt.mature': [],
  'receipt.useCredit': [],
  'invoice.issue': ['invoice'],
  'invoice.correct': [],
  'invoice.send': [],
  'invoice.acknowledge': [],
  'order.submit': ['order'],
  'order.awaitApproval': ['order'],
  'order.revise': ['order'],
  'order.releaseCredit': ['order'],
  'order.confirm': ['order'],
  'order.ship': ['order'],
  'order.dispatch': ['order'],
  'order.confirmDelivery': ['order'],
  'order.confirmAcceptance': ['order'],
  'order.receiveReturn': ['order'],
  'order.close': ['order'],
  'step.repair': kinds,
  'webhook.repair': ['incident'],
  'robot.repair': ['incident'],
  'rollout.repair': ['incident'],
  'address.repair': ['incident'],
  'notice.passOn': ['incident'],
};

/** Stages of an order in which logistics has nothing to do with it yet. */
const beforeGoods: readonly string[] = ['draft', 'inApproval', 'revising', 'approved'] satisfies OrderStage[];

/** What orders wait for logistics to do: all of it is theirs, whoever of them holds it. */
const goodsActions: readonly WaitAction[] = [
  'order.ship',
  'order.dispatch',
  'order.confirmDelivery',
  'order.receiveReturn',
];

/** The only processes in question, where that is known: it spares the database the others. */
export interface Question {
  readonly kind?: Kind;
  readonly ids?: readonly string[];
}

/**
 * What the caller has in view. People and shared processes are looked up first, so that the database plans the query
 * itself with what it knows about them.
 */
export async function viewOf(prisma: PrismaClient, caller: Caller, question: Question = {}): Promise<View> {
  if (seesEverything(caller)) return { process: Prisma.sql`TRUE`, wait: Prisma.sql`TRUE` };
  const people = [caller.id, ...(await teamOf(prisma, caller))];
  const shared = await sharedWith(prisma, caller.id, people, question);
  const goods = hasRole(caller, 'logistics');
  return {
    process: anyOf([
      people.length === 1 ? Prisma.sql`p.owner_id = ${caller.id}` : Prisma.sql`p.owner_id = ANY (${people}::text[])`,
      // An empty list would still keep the database from reading what is owned in order.
      shared.length === 0 ? undefined : Prisma.sql`p.id = ANY (${shared}::text[])`,
      goods ? Prisma.sql`(p.kind = 'order' AND p.stage <> ALL (${beforeGoods}::text[]))` : undefined,
    ]),
    wait: anyOf([
      Prisma.sql`w.holder_id = ANY (${people}::text[])`,
      shared.length === 0 ? undefined : Prisma.sql`w.process_id = ANY (${shared}::text[])`,
      goods ? Prisma.sql`w.action = ANY (${goodsActions}::text[])` : undefined,
      Prisma.sql`w.process_id IN (SELECT owned.id FROM process owned WHERE owned.owner_id = ANY (${people}::text[]))`,
    ]),
  };
}

/** Everybody below the caller in the tree of managers, if the caller leads people or sees everything. */
export async function teamOf(prisma: PrismaClient, caller: Caller): Promise<string[]> {
  if (!hasRole(caller, 'manager') && !seesEverything(caller)) return [];
  const below = await prisma.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE below AS (
      SELECT u.id FROM app_user u WHERE u.manager_id = ${caller.id}
      UNION
      SELECT u.id FROM app_user u JOIN below ON u.manager_id = below.id
    )
    SELECT id FROM below WHERE id <> ${caller.id}`;
  return below.map(({ id }) => id);
}

/** Processes in view for another reason than who owns them. */
async function sharedWith(
  prisma: PrismaClient,
  callerId: string,
  people: readonly string[],
  question: Question,
): Promise<string[]> {
  const { kind } = question;
  const actions = waitActions.filter((action) =>
    heldBesidesOwner[action].some((of) => kind === undefined || of === kind),
  );
  const decided = kind === undefined || kind === 'approval' ? Prisma.sql`TRUE` : Prisma.sql`FALSE`;
  const shared = await prisma.$queryRaw<{ id: string }[]>`
    SELECT w.process_id AS id FROM wait w
    WHERE w.holder_id = ANY (${people}::text[]) AND w.closed_at IS NULL
      AND (w.action = ANY (${actions}::text[]) OR w.principal_id IS NOT NULL)
      AND ${inQuestion(Prisma.sql`w.process_id`, question)}
    UNION
    SELECT w.process_id FROM wait w
    WHERE w.principal_id = ANY (${people}::text[]) AND w.closed_at IS NULL
      AND ${inQuestion(Prisma.sql`w.process_id`, question)}
    UNION
    SELECT w.process_id FROM wait w
    WHERE ${decided} AND w.holder_id = ${callerId} AND w.closed_at IS NOT NULL
      AND w.action IN ('approval.decide', 'approval.advise')
      AND ${inQuestion(Prisma.sql`w.process_id`, question)}
    UNION
    SELECT e.process_id FROM event e
    WHERE ${decided} AND e.type = 'CopiesSent' AND e.data -> 'people' @> ${JSON.stringify([callerId])}::jsonb
      AND ${inQuestion(Prisma.sql`e.process_id`, question)}
    UNION
    SELECT e.process_id FROM event e
    WHERE e.seq = 1 AND e.actor_id = ${callerId} AND ${inQuestion(Prisma.sql`e.process_id`, question)}
      AND e.process_id NOT IN (SELECT owned.id FROM process owned WHERE owned.owner_id = ${callerId})`;
  return shared.map(({ id }) => id);
}

function inQuestion(column: Prisma.Sql, { kind, ids }: Question): Prisma.Sql {
  return allOf([
    ids === undefined ? undefined : Prisma.sql`${column} = ANY (${ids}::text[])`,
    kind === undefined ? undefined : Prisma.sql`${column} LIKE ${`${processIdFor(kind, '')}%`}`,
  ]);
}
