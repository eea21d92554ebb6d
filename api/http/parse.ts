import type { z } from 'zod';
import { type FieldError, Problem } from '../problem.ts';

/** Reads a part of a request by its contract. Throws a problem that names every field that is wrong. */
export function parsed<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given, { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap(fieldErrors);
  const fields = [...new Set(errors.map(({ path }) => path || 'the whole'))];
  throw new Problem('INVALID', `Wrong or missing: ${fields.slice(0, 10).join(', ')}`, { errors: errors.slice(0, 50) });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].join('.').slice(0, 200),
      code: 'UNKNOWN_FIELD',
      message: 'There is no such field',
    }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const code = missing ? 'REQUIRED' : issue.code.toUpperCase();
  return [{ path: path.join('.'), code, message: missing ? 'This field is missing' : issue.message }];
}
