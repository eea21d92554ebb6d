import { z } from 'zod';
import { hasRole } from '../../domain/process.ts';
import { Prisma } from '../../prisma/client.ts';
import { AbsenceChanges, AbsenceListQuery, AbsencePage, AbsenceView, NewAbsence } from '../contracts/absences.ts';
import { IdParams } from '../contracts/customers.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { created, noContent, ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, idPosition, instantPosition, page, positionOf } from '../keyset.ts';
import { absenceViews, addAbsence, cancelAbsence, changeAbsence, readAbsence } from '../organisation/absences.ts';
import { Problem } from '../problem.ts';
import { allOf } from '../rows.ts';

const tag = 'Company';
const order = 'from';
const Position = z.tuple([instantPosition, idPosition]);

/** When people are away, and who stands in for them. */
export function absenceRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/absences',
      tag,
      summary: 'List absences',
      description: 'Yours or, for admins, anybody’s; the latest first.',
      query: AbsenceListQuery,
      answers: { 200: { description: 'A page.', schema: AbsencePage } },
      problems: ['MALFORMED', 'NOT_ALLOWED'],
      handle: async ({ query: { user, limit, cursor }, caller }) => {
        const whose = user ?? caller.id;
        if (whose !== caller.id && !hasRole(caller, 'admin')) {
          throw new Problem('NOT_ALLOWED', 'Only an admin lists the absences of others');
        }
        const after = cursor === undefined ? undefined : positionOf(cursor, order, Position);
        const where = allOf([
          whose === 'all' ? undefined : Prisma.sql`t.user_id = ${whose}`,
          after && Prisma.sql`(t.from_day, t.id) < (${new Date(after[0])}::date, ${after[1]})`,
        ]);
        const rows = await prisma.$queryRaw<{ id: string; fromDay: Date }[]>`
          SELECT t.id, t.from_day AS "fromDay" FROM absence t WHERE ${where}
          ORDER BY t.from_day DESC, t.id DESC LIMIT ${limit + 1}`;
        const { items, next } = page(rows, limit, ({ id, fromDay }) => cursorFor(order, [fromDay.getTime(), id]));
        const found = await prisma.absence.findMany({ where: { id: { in: items.map(({ id }) => id) } } });
        const views = new Map((await absenceViews(dependencies, found)).map((view) => [view.id, view]));
        return ok({ items: items.flatMap(({ id }) => views.get(id) ?? []), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/absences/{id}',
      tag,
      summary: 'Read an absence',
      description: 'Yours or, for admins, anybody’s.',
      params: IdParams,
      answers: { 200: { description: 'The absence.', schema: AbsenceView } },
      handle: async ({ params, caller }) => ok(await readAbsence(dependencies, caller, params.id)),
    }),
    endpoint({
      method: 'post',
      path: '/absences',
      tag,
      summary: 'Enter an absence',
      description:
        'With whom stands in meanwhile. What lies in the person’s hands passes on at the first working moment of it and comes back at the first one after it. A substitute who is away too is stood in for by theirs, through three steps; where that leads nowhere an admin is asked.',
      body: NewAbsence,
      answers: { 201: { description: 'The absence.', schema: AbsenceView } },
      problems: ['NOT_ALLOWED', 'ABSENCE_OVERLAPS', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE', 'UNAVAILABLE'],
      takesIdempotencyKey: true,
      handle: async ({ body, caller }) => {
        const id = await addAbsence(dependencies, caller, body);
        return created(`/absences/${id}`, await readAbsence(dependencies, caller, id));
      },
    }),
    endpoint({
      method: 'patch',
      path: '/absences/{id}',
      tag,
      summary: 'Change an absence',
      description: 'Also while it is under way: days, substitute or scope. One that is over stays as it was.',
      params: IdParams,
      body: AbsenceChanges,
      answers: { 200: { description: 'The absence.', schema: AbsenceView } },
      problems: ['ABSENCE_OVER', 'ABSENCE_OVERLAPS', 'UNKNOWN_REFERENCE', 'PERSON_UNAVAILABLE', 'UNAVAILABLE'],
      handle: async ({ params, body, caller }) => {
        await changeAbsence(dependencies, caller, params.id, body);
        return ok(await readAbsence(dependencies, caller, params.id));
      },
    }),
    endpoint({
      method: 'delete',
      path: '/absences/{id}',
      tag,
      summary: 'Cancel an absence',
      description: 'The person counts as present again at once. It stays on record as cancelled.',
      params: IdParams,
      answers: { 204: { description: 'It is cancelled.' } },
      problems: ['ABSENCE_OVER', 'UNAVAILABLE'],
      handle: async ({ params, caller }) => {
        await cancelAbsence(dependencies, caller, params.id);
        return noContent;
      },
    }),
  ];
}
