import type { Request } from 'express';
import { CommandId } from '../contracts/common.ts';
import { fieldProblem } from '../problem.ts';

const header = 'Idempotency-Key';

/** The id under which a command is carried out once: from the body, or else from the header by which others name it. */
export function commandIdOf(body: { readonly commandId?: string | undefined }, request: Request): string | undefined {
  if (body.commandId !== undefined) return body.commandId;
  const given = request.get(header)?.replace(/^"(.*)"$/, '$1');
  if (given === undefined) return undefined;
  const id = CommandId.safeParse(given);
  if (!id.success)
    throw fieldProblem('INVALID', header, `${header} takes up to 100 letters, digits, dots, dashes and underscores`);
  return id.data;
}
