import type { WorkingCalendar } from '../domain/calendar.ts';
import type { Kind } from '../domain/effects.ts';
import type { Instance } from '../domain/instance.ts';
import type { FailedStep } from '../domain/repair.ts';
import type { PrismaClient } from './client.ts';

/** The variant an ended process goes on by: the one of that id, as it stands now. */
type VariantNow = { readonly id: string; readonly hash: string; readonly definition: unknown } | undefined;

/**
 * An ended process as its record has it, to go on from there; undefined when it has not ended, is not on record, or its
 * variant is no longer there.
 */
export async function readEnded(
  prisma: PrismaClient,
  processId: string,
  variantNow: (id: string) => VariantNow,
  calendar: WorkingCalendar,
): Promise<{ readonly instance: Instance; readonly headHash: string } | undefined> {
  const row = await prisma.process.findUnique({ where: { id: processId } });
  const variant = row?.status === 'closed' ? variantNow(row.variantId) : undefined;
  if (!row || !variant) return undefined;
  const { state, failures } = row.snapshot as unknown as { state: unknown; failures: readonly FailedStep[] };
  const { version, headHash } = row;
  const instance: Instance = { id: row.id, kind: row.kind as Kind, variant, calendar, version, state, failures };
  return { instance, headHash };
}
