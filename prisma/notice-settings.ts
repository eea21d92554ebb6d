import type { NoticeChannel } from '../domain/notices/matrix.ts';
import type { Audience, Receiver, Robot } from '../domain/notices/plan.ts';
import {
  type CompanyNoticeSettings,
  noPersonalSettings,
  type PersonalNoticeSettings,
  standardCompanySettings,
} from '../domain/notices/settings.ts';
import type { Role, UserId } from '../domain/people.ts';
import type { Prisma, PrismaClient } from './client.ts';

type Database = Prisma.TransactionClient;

/** Settings as they are kept, under a version that rises with each change; 0 when there are none yet. */
export interface Kept<Settings> {
  readonly settings: Settings;
  readonly version: number;
}

export const companyOwner = 'company';
export const personalOwner = (user: UserId): string => `user/${user}`;

/** How the company wants its people to be told. */
export async function companyNoticeSettings(prisma: Database): Promise<Kept<CompanyNoticeSettings>> {
  const row = await prisma.noticeSettings.findUnique({ where: { owner: companyOwner } });
  const changed = (row?.data ?? {}) as Partial<CompanyNoticeSettings>;
  return { settings: { ...standardCompanySettings, ...changed }, version: row?.version ?? 0 };
}

/** How a person wants to be told. */
export async function personalNoticeSettings(prisma: Database, user: UserId): Promise<Kept<PersonalNoticeSettings>> {
  const row = await prisma.noticeSettings.findUnique({ where: { owner: personalOwner(user) } });
  const chosen = (row?.data ?? {}) as Partial<PersonalNoticeSettings>;
  return { settings: { ...noPersonalSettings, ...chosen }, version: row?.version ?? 0 };
}

/** The robots that are in use. */
export async function activeRobots(prisma: PrismaClient): Promise<Robot[]> {
  const rows = await prisma.robot.findMany({
    where: { active: true },
    orderBy: { id: 'asc' },
    select: { id: true, channel: true, audience: true },
  });
  return rows.map(({ id, channel, audience }) => ({
    id,
    channel: channel as Exclude<NoticeChannel, 'email' | 'inApp'>,
    audience: audience as unknown as Audience,
  }));
}

/** A person as those who plan their notices see them, or undefined when there is none. */
export async function receiverOf(prisma: PrismaClient, id: UserId): Promise<Receiver | undefined> {
  const [row] = await prisma.$queryRaw<{ roles: string[]; managers: string[] }[]>`
    WITH RECURSIVE above AS (
      SELECT manager_id AS id FROM app_user WHERE id = ${id} AND manager_id IS NOT NULL
      UNION
      SELECT u.manager_id FROM app_user u JOIN above ON above.id = u.id WHERE u.manager_id IS NOT NULL
    )
    SELECT roles, ARRAY(SELECT above.id FROM above ORDER BY above.id) AS managers FROM app_user WHERE id = ${id}`;
  return row && { id, roles: row.roles as Role[], managers: row.managers };
}
