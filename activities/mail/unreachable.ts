import { toBusinessTime } from '../../domain/clock.ts';
import { type PeopleQuery, people, type UserId } from '../../domain/people.ts';
import { CommandRefused, NoRunningProcess, sendCommand } from '../../gateway/gateway.ts';
import { whyUnreachable } from '../../prisma/bounces.ts';
import { answerPeople } from '../../prisma/people.ts';
import type { ActivityDependencies } from '../dependencies.ts';
import { asksForDecision } from './decision-link.ts';
import type { OutboxRequest } from './send.ts';

type Asking = OutboxRequest & { readonly tenant: string };

/**
 * Gives the task of somebody whom mail does not reach to whoever is above them, or to an admin. Answers whether somebody
 * else is asked now; where nobody may take it over, it stays with its holder and the mail fails visibly.
 */
export async function askSomebodyElse(
  dependencies: ActivityDependencies,
  { tenant, processId, mail }: Asking,
): Promise<boolean> {
  const { prisma, client, taskQueue, clock, log } = dependencies;
  if (!('user' in mail.to) || !asksForDecision(mail)) return false;
  const open = await prisma.wait.findFirst({
    where: { id: `${processId}/${mail.wait.id}`, closedAt: null, holderId: mail.to.user },
  });
  if (!open) return false;
  for (const to of await candidates(dependencies, mail.to.user)) {
    try {
      await sendCommand({ client, taskQueue, tenant, clock }, processId, {
        commandId: `unreachable/${mail.key}/${to}`,
        command: {
          type: 'transfer',
          taskId: mail.wait.id,
          to,
          comment: '邮件无法送达原审批人 / Mail does not reach the approver',
        },
        actor: { id: 'system', roles: ['admin'], channel: 'process' },
      });
      return true;
    } catch (error) {
      if (error instanceof NoRunningProcess) return false;
      if (!(error instanceof CommandRefused)) throw error;
      log.info({ processId, to, code: error.rejection.code }, 'a task of an unreachable approver was not taken over');
    }
  }
  return false;
}

/** The same before a mail is sent at all: its receiver is known not to be reached. */
export async function passOnFromUnreachable(dependencies: ActivityDependencies, asking: Asking): Promise<boolean> {
  const { prisma } = dependencies;
  const { mail } = asking;
  if (!('user' in mail.to) || !asksForDecision(mail)) return false;
  const user = await prisma.user.findUnique({ where: { id: mail.to.user }, select: { email: true } });
  if (!user || (await whyUnreachable(prisma, user.email)) === null) return false;
  return await askSomebodyElse(dependencies, asking);
}

async function candidates({ prisma, clock, mailSettings }: ActivityDependencies, user: UserId): Promise<UserId[]> {
  const queries: PeopleQuery[] = [
    { find: 'manager', of: user, level: 1 },
    { find: 'role', role: 'admin' },
  ];
  const directory = await answerPeople(prisma, queries, toBusinessTime(clock, Date.now()), mailSettings.timeZone);
  const found = queries.flatMap((query) => people(directory, query)).map(({ id }) => id);
  return [...new Set(found)].filter((id) => id !== user);
}
