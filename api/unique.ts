import { Prisma } from '../prisma/client.ts';
import { Problem } from './problem.ts';

/** Whether a row could not be written because one with the same unique value exists. */
export function isTaken(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** Whether a row could not be changed because there is none. */
export function isMissing(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2025';
}

/** Writes a row; a unique value that is taken is answered with a sentence that says so. */
export async function refusingTaken<Row>(message: string, write: () => Promise<Row>): Promise<Row> {
  try {
    return await write();
  } catch (error) {
    throw isTaken(error) ? new Problem('TAKEN', message, { cause: error }) : error;
  }
}
