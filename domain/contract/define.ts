import type { Rung } from '../ladder.ts';
import type { ContractVariant, LadderAction, StepPolicy } from './model.ts';
import { faultInNumbering } from './number.ts';

/** Throws a RangeError that names the variant and what to mend. */
function checkLadder(where: string, ladder: readonly Rung<LadderAction>[]): void {
  if (ladder.length === 0) throw new RangeError(`${where}: the ladder needs at least one step`);
  const idle = ladder.find((rung) => rung.do.length === 0);
  if (idle) throw new RangeError(`${where}: the step at ${idle.after} does nothing`);
}

/** Defines how contracts are numbered, watched and renewed. Throws a RangeError for what cannot be carried out. */
export function defineContract(variant: Omit<ContractVariant, 'kind'>): ContractVariant {
  const { id, numbering, term, expiry } = variant;
  const fault = faultInNumbering(numbering);
  if (fault) throw new RangeError(`${id}: numbering "${numbering}": ${fault}`);
  if (!Number.isInteger(term.months) || term.months < 1) {
    throw new RangeError(`${id}: term.months is a whole number of at least 1`);
  }
  if (!Number.isInteger(term.noticeDays) || term.noticeDays < 0) {
    throw new RangeError(`${id}: term.noticeDays is a whole number of at least 0`);
  }
  const steps = ['drafting', 'review', 'signing', 'copyCheck'] as const;
  for (const step of steps) checkLadder(`${id}.${step}`, (variant[step] satisfies StepPolicy).ladder);
  checkLadder(`${id}.expiry`, expiry.ladder);
  const days = expiry.ladder.map(({ after }) => Number.parseInt(after, 10));
  if (days.some((count, index) => count >= 0 || count <= (days[index - 1] ?? Number.NEGATIVE_INFINITY))) {
    throw new RangeError(`${id}.expiry: steps lie before the end, each later than the one before`);
  }
  if (!Number.isSafeInteger(expiry.remindAt) || expiry.remindAt < 0 || expiry.remindAt >= 24 * 60) {
    throw new RangeError(`${id}.expiry: remindAt is a time of day in whole minutes after midnight`);
  }
  return { ...variant, kind: 'contract' };
}
