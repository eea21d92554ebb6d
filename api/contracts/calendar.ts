import { z } from 'zod';
import { Instant, LocalDay } from './common.ts';

const midnight = 24 * 60;
const mostExceptions = 5_000;

const Hours = z
  .array(z.tuple([z.int().min(0).max(midnight), z.int().min(0).max(midnight)]))
  .max(6)
  .refine((hours) => hours.flat().every((minute, index, all) => index === 0 || minute > (all[index - 1] ?? 0)), {
    error: 'Opening hours ascend and do not overlap',
  });

const facts = {
  week: z
    .array(Hours)
    .length(7)
    .refine((week) => (week[1]?.length ?? 0) > 0, { error: 'Monday has opening hours: worked weekend days go by them' })
    .meta({ description: 'Opening hours in minutes after midnight, Sunday first; an empty day is a day off.' }),
  exceptions: z
    .record(LocalDay, z.enum(['holiday', 'workday']))
    .refine((days) => Object.keys(days).length <= mostExceptions, { error: `At most ${mostExceptions} days` })
    .meta({ description: 'Public holidays, and days off that are worked instead (调休).' }),
  knownUntil: LocalDay.meta({ description: 'Last day for which holidays have been published.' }),
};

const example = {
  week: [
    [],
    ...Array.from({ length: 5 }, () => [
      [540, 720],
      [780, 1_080],
    ]),
    [],
  ],
  exceptions: { '2026-10-01': 'holiday', '2026-10-10': 'workday' },
  knownUntil: '2026-12-31',
};

const updatedAt = '2026-11-24T01:12:00.000Z';

export const CalendarInput = z
  .strictObject({
    ...facts,
    zone: z.string().max(60).refine(isZone, { error: 'An IANA time zone such as Asia/Shanghai' }).optional(),
    expectedVersion: z.int().min(0).optional().meta({ description: 'Refused when the calendar has changed since.' }),
  })
  .meta({ id: 'CalendarInput', example });

export const CalendarView = z
  .object({ id: z.string(), version: z.int(), zone: z.string(), ...facts, updatedAt: Instant })
  .meta({
    id: 'CalendarView',
    example: { id: 'cn', version: 3, zone: 'Asia/Shanghai', ...example, updatedAt },
  });

const rollout = z.string().meta({ description: 'Running processes are being handed it: `GET /rollouts/{id}`.' });

/** The calendar after a change, with the rollout by which running processes are handed it. */
export const ReplacedCalendar = CalendarView.extend({ rollout }).meta({
  id: 'ReplacedCalendar',
  example: { id: 'cn', version: 4, zone: 'Asia/Shanghai', ...example, updatedAt, rollout: 'calendar.cn.4' },
});

const own = {
  week: facts.week.nullable().meta({ description: 'Opening hours of its own; null: those of the company.' }),
  exceptions: facts.exceptions.meta({ description: 'Days that are otherwise than in the company.' }),
};
const ownExample = { week: null, exceptions: { '2026-12-24': 'holiday' } } as const;

export const TeamCalendarInput = z
  .strictObject({
    ...own,
    expectedVersion: z.int().min(0).optional().meta({ description: 'Refused when it has changed since.' }),
  })
  .meta({ id: 'TeamCalendarInput', example: ownExample });

export const TeamCalendarView = CalendarView.extend({
  own: z.object(own).meta({ description: 'What of it is its own; the rest is the company’s.' }),
}).meta({
  id: 'TeamCalendarView',
  example: { id: 'team-east', version: 1, zone: 'Asia/Shanghai', ...example, updatedAt, own: ownExample },
});

export const ReplacedTeamCalendar = TeamCalendarView.extend({ rollout }).meta({
  id: 'ReplacedTeamCalendar',
  example: {
    id: 'team-east',
    version: 1,
    zone: 'Asia/Shanghai',
    ...example,
    updatedAt,
    own: ownExample,
    rollout: 'calendar.team-east.1',
  },
});

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
