import type { Hours, Instant, LocalDate, WorkingCalendar } from '../domain/calendar.ts';
import type { RolloutSubject } from '../workflows/company-messages.ts';
import { companyCalendarId, withInherited } from './calendar.ts';
import { Prisma, type PrismaClient } from './client.ts';
import type { Calendar } from './generated/client.ts';
import { requestRollout } from './rollout.ts';

/** What a calendar says. */
export interface CalendarFacts {
  readonly zone: string;
  /** Null: as in the company's. */
  readonly week: readonly Hours[] | null;
  readonly exceptions: WorkingCalendar['exceptions'];
  readonly knownUntil: LocalDate;
}

/** The outcome of a change: the calendar as it stands, and the rollout that hands it to running processes. */
export interface ChangedCalendar {
  readonly calendar: Calendar;
  readonly rollout: { readonly id: string; readonly subject: RolloutSubject };
}

/** Thrown when a calendar is not at the version a change was made for. */
export class CalendarMoved extends Error {
  readonly version: number;
  constructor(id: string, version: number) {
    super(`Calendar ${id} is at version ${version}`);
    this.name = 'CalendarMoved';
    this.version = version;
  }
}

interface Change {
  readonly id: string;
  readonly expectedVersion?: number | undefined;
  readonly by: string;
  /** Real time, for the row. */
  readonly changedAt: number;
  /** Business time, for the rollout. */
  readonly at: Instant;
  /** What the calendar is to say, from what it says now; null where there is none yet. */
  readonly facts: (present: CalendarFacts | null) => CalendarFacts;
}

/**
 * Gives a calendar a new version, and with it those that inherit from it, and writes down that running processes are to
 * be handed them. Throws `CalendarMoved` when somebody else was quicker.
 */
export async function changeCalendar(prisma: PrismaClient, change: Change): Promise<ChangedCalendar> {
  const { id, expectedVersion, by, changedAt, at, facts } = change;
  return await prisma.$transaction(async (database) => {
    await database.$queryRaw`SELECT id FROM calendar WHERE id = ${id} OR parent_id = ${id} ORDER BY id FOR UPDATE`;
    const present = await database.calendar.findUnique({ where: { id }, include: { heirs: true } });
    const version = present?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw new CalendarMoved(id, version);
    const updatedAt = new Date(changedAt);
    const data = { ...stored(facts(present && factsOf(present))), version: version + 1, updatedAt };
    const parentId = id === companyCalendarId ? null : companyCalendarId;
    const calendar = await database.calendar.upsert({ where: { id }, update: data, create: { id, parentId, ...data } });
    const heirs = present?.heirs.map((heir) => heir.id) ?? [];
    await database.calendar.updateMany({ where: { parentId: id }, data: { version: { increment: 1 }, updatedAt } });
    const subject = { kind: 'calendarReplaced', calendars: [id, ...heirs] } as const;
    const rollout = { id: `calendar.${id}.${calendar.version}`, subject };
    await requestRollout(database, { ...rollout, requestedBy: by, at });
    return { calendar, rollout };
  });
}

function factsOf(row: Calendar): CalendarFacts {
  const { zone, exceptions, knownUntil } = withInherited(row, null);
  return { zone, week: row.week as unknown as readonly Hours[] | null, exceptions, knownUntil };
}

function stored({ zone, week, exceptions, knownUntil }: CalendarFacts) {
  const hours = week as unknown as Prisma.InputJsonValue | null;
  return { zone, week: hours ?? Prisma.DbNull, exceptions: { ...exceptions }, knownUntil: new Date(knownUntil) };
}
