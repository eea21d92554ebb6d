import { z } from 'zod';
import { Id, Instant, pageOf, paging } from './common.ts';

/** Something that all running processes concerned are told, and how far that has come. */
export const RolloutView = z
  .object({
    id: z.string(),
    kind: z.enum(['peopleChanged', 'calendarReplaced']),
    about: z.array(z.string()).meta({ description: 'The people, or the calendars, it is about.' }),
    status: z.enum(['waiting', 'running', 'done', 'incomplete']).meta({
      description: '`waiting`: to begin when the process engine is reached; `incomplete`: some could not be told.',
    }),
    left: z.int().meta({ description: 'Processes still to be told in the first pass, as far as is known now.' }),
    told: z.int().meta({ description: 'Processes told so far, both passes together.' }),
    changed: z.int().meta({ description: 'Those in which something moved: a deadline, or who answers for it.' }),
    failures: z
      .array(z.object({ process: z.string(), code: z.string(), message: z.string() }))
      .meta({ description: 'Up to a hundred processes that could not be told, and why.' }),
    requestedBy: z.string(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({
    id: 'RolloutView',
    example: {
      id: 'calendar.cn.4',
      kind: 'calendarReplaced',
      about: ['cn'],
      status: 'running',
      left: 360,
      told: 820,
      changed: 311,
      failures: [],
      requestedBy: 'admin',
      startedAt: '2026-11-24T01:12:00.000Z',
      finishedAt: null,
    },
  });

export const RolloutPage = pageOf(RolloutView).meta({ id: 'RolloutPage' });

export const RolloutListQuery = z.strictObject({ ...paging });

export const RolloutParams = z.strictObject({ id: Id });
