import { z } from 'zod';
import { Id, PersonRef, pageOf, paging, text } from './common.ts';

const facts = {
  name: text(100).meta({ description: "The company's own name for it; unique." }),
  parentId: Id.nullable().meta({ description: 'The department it is a part of; null at the top.' }),
  headId: Id.nullable().meta({ description: 'The person who heads it.' }),
};
const example = { name: '华东销售部', parentId: 'sales', headId: 'wang.wei' };

export const NewDepartment = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][\w.-]{0,59}$/, 'Small letters, digits, dots, dashes and underscores')
      .optional()
      .meta({ description: 'Made up when absent.' }),
    name: facts.name,
    parentId: facts.parentId.default(null),
    headId: facts.headId.default(null),
  })
  .meta({ id: 'NewDepartment', example });
export type NewDepartment = z.output<typeof NewDepartment>;

export const DepartmentChanges = z
  .strictObject(facts)
  .partial()
  .meta({ id: 'DepartmentChanges', example: { headId: 'zhao.min' } });
export type DepartmentChanges = z.output<typeof DepartmentChanges>;

export const DepartmentView = z
  .object({
    id: z.string(),
    name: z.string(),
    parentId: Id.nullable(),
    head: PersonRef.nullable(),
    members: z.int().meta({ description: 'People who belong to it itself, not to its parts.' }),
    hasCalendar: z.boolean().meta({ description: 'It has a working calendar of its own.' }),
  })
  .meta({
    id: 'DepartmentView',
    example: {
      id: 'sales-east',
      name: '华东销售部',
      parentId: 'sales',
      head: { id: 'wang.wei', name: '王伟' },
      members: 3,
      hasCalendar: false,
    },
  });

export const DepartmentPage = pageOf(DepartmentView).meta({ id: 'DepartmentPage' });

export const DepartmentListQuery = z.strictObject({
  q: text(100).optional().meta({ description: 'Part of the name.' }),
  parent: Id.optional().meta({ description: 'Only the parts of this department.' }),
  ...paging,
});
