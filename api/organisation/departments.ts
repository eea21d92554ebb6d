import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { PrismaClient } from '../../prisma/client.ts';
import type { DepartmentChanges, DepartmentView, NewDepartment } from '../contracts/departments.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { isMissing, refusingTaken } from '../unique.ts';
import { type Database, locked } from './lock.ts';

const taken = 'A department of that id or name exists';

/** Departments as they are shown, by id. */
export async function departmentViews(
  prisma: PrismaClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, z.output<typeof DepartmentView>>> {
  const rows = await prisma.department.findMany({
    where: { id: { in: [...ids] } },
    include: { head: { select: { id: true, name: true } }, _count: { select: { members: true } } },
  });
  return new Map(
    rows.map(({ id, name, parentId, head, _count, calendarId }) => [
      id,
      { id, name, parentId, head, members: _count.members, hasCalendar: calendarId !== null },
    ]),
  );
}

/** A department as it is shown. Throws NOT_FOUND. */
export async function readDepartment(prisma: PrismaClient, id: string): Promise<z.output<typeof DepartmentView>> {
  const view = (await departmentViews(prisma, [id])).get(id);
  if (!view) throw noDepartment(id);
  return view;
}

/** Adds a department to the tree and answers its id. */
export async function addDepartment({ prisma }: ApiDependencies, given: NewDepartment): Promise<string> {
  const { id = randomUUID(), ...facts } = given;
  return await locked(prisma, async (database) => {
    await requireFit(database, id, facts);
    await refusingTaken(taken, () => database.department.create({ data: { id, ...facts } }));
    return id;
  });
}

/** Changes a department's name, head or place in the tree. */
export async function changeDepartment(
  { prisma }: ApiDependencies,
  id: string,
  changes: DepartmentChanges,
): Promise<void> {
  await locked(prisma, async (database) => {
    await requireFit(database, id, changes);
    await refusingTaken(taken, () => database.department.update({ where: { id }, data: changes })).catch(
      (error: unknown) => {
        throw isMissing(error) ? noDepartment(id) : error;
      },
    );
  });
}

/** Removes a department nobody and nothing belongs to any more. */
export async function removeDepartment({ prisma }: ApiDependencies, id: string): Promise<void> {
  await locked(prisma, async (database) => {
    const found = await database.department.findUnique({
      where: { id },
      include: { _count: { select: { members: true, parts: true } } },
    });
    if (!found) throw noDepartment(id);
    const { members, parts } = found._count;
    if (members + parts > 0 || found.calendarId !== null) {
      throw new Problem('DEPARTMENT_IN_USE', 'Move its people and its parts elsewhere and remove its calendar first', {
        facts: { members, parts, hasCalendar: found.calendarId !== null },
      });
    }
    await database.department.delete({ where: { id } });
  });
}

function noDepartment(id: string): Problem {
  return new Problem('NOT_FOUND', `There is no department ${id}`);
}

async function requireFit(database: Database, id: string, { parentId, headId }: DepartmentChanges): Promise<void> {
  if (parentId) await requireParent(database, parentId, id);
  if (!headId) return;
  const head = await database.user.findUnique({ where: { id: headId }, select: { active: true } });
  if (!head) throw fieldProblem('UNKNOWN_REFERENCE', 'headId', `There is no person ${headId}`);
  if (!head.active) throw fieldProblem('PERSON_UNAVAILABLE', 'headId', `${headId} has left and cannot head it`);
}

/** A department may be a part of one that exists, and not of itself by way of its own parts. */
async function requireParent(database: Database, parentId: string, id: string): Promise<void> {
  const above = await database.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE above AS (
      SELECT d.id, d.parent_id FROM department d WHERE d.id = ${parentId}
      UNION
      SELECT d.id, d.parent_id FROM department d JOIN above ON d.id = above.parent_id
    )
    SELECT id FROM above`;
  if (above.length === 0) throw fieldProblem('UNKNOWN_REFERENCE', 'parentId', `There is no department ${parentId}`);
  if (above.some((one) => one.id === id)) {
    throw fieldProblem('INVALID', 'parentId', `${parentId} is ${id} itself or a part of it`);
  }
}
