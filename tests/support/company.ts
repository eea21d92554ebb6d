import type { Role } from '../../domain/people.ts';
import { companyCalendarId } from '../../prisma/calendar.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { chinaCalendar } from './calendar.ts';

interface Member {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly managerId: string | null;
}

/** Li Na sells for Wang Wei, who reports to Zhao; legal, finance, the store and an admin beside them. */
export const members: readonly Member[] = [
  { id: 'zhao', roles: ['manager'], managerId: null },
  { id: 'wangwei', roles: ['manager'], managerId: 'zhao' },
  { id: 'lina', roles: ['sales'], managerId: 'wangwei' },
  { id: 'chenjie', roles: ['sales'], managerId: 'wangwei' },
  { id: 'ops', roles: ['sales-ops'], managerId: 'zhao' },
  { id: 'legal1', roles: ['legal'], managerId: 'zhao' },
  { id: 'legal2', roles: ['legal'], managerId: 'zhao' },
  { id: 'fin', roles: ['finance'], managerId: 'zhao' },
  { id: 'store', roles: ['logistics'], managerId: 'zhao' },
  { id: 'root', roles: ['admin'], managerId: null },
];

export const addressOf = (id: string): string => `${id}@fairway.example`;

export const customer = { id: 'cu1', name: 'Huaxia Water' } as const;

/** Fills an empty database with a small company, its calendar and one customer with a billing contact. */
export async function settleCompany(prisma: PrismaClient, passwordHash: string | null = null): Promise<void> {
  const { week, exceptions, zone, version, knownUntil } = chinaCalendar;
  await prisma.calendar.create({
    data: {
      id: companyCalendarId,
      version,
      zone,
      week: JSON.parse(JSON.stringify(week)),
      exceptions: { ...exceptions },
      knownUntil: new Date(knownUntil),
    },
  });
  for (const { roles, ...member } of members) {
    const data = {
      ...member,
      name: member.id,
      email: addressOf(member.id),
      roles: [...roles],
      passwordHash,
      locale: 'en',
    };
    await prisma.user.create({ data });
  }
  const billing = { id: 'co1', name: 'Zhou Min', email: 'zhou@huaxia.example', locale: 'en', billing: true };
  await prisma.customer.create({ data: { ...customer, contacts: { create: billing } } });
}
