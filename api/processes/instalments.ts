import type { z } from 'zod';
import { localTime } from '../../domain/calendar.ts';
import {
  daysLate,
  feeStatus,
  holderOf,
  instalmentNumber,
  instalmentStatus,
  outstanding,
  presentFor,
  totalOutstanding,
} from '../../domain/payment-plan/instalment.ts';
import { interestPreview } from '../../domain/payment-plan/interest.ts';
import type { Instalment, PaymentPlanState } from '../../domain/payment-plan/model.ts';
import { shownCalendar } from '../calendar.ts';
import type { InstalmentList } from '../contracts/instalments.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { iso, isoOrNull, type Names, namesOf } from '../rows.ts';

/** The instalments of a plan on record with their status, what is open of them and the interest they would carry. */
export async function instalmentList(
  dependencies: ApiDependencies,
  planId: string,
): Promise<z.output<typeof InstalmentList>> {
  const { prisma, now } = dependencies;
  const [{ snapshot }, calendar] = await Promise.all([
    prisma.process.findUniqueOrThrow({ where: { id: planId }, select: { snapshot: true } }),
    shownCalendar(dependencies),
  ]);
  const { state } = snapshot as unknown as { state: PaymentPlanState };
  const at = now();
  const { date: today } = localTime(calendar, at);
  const names = await namesOf(
    prisma,
    state.instalments.flatMap((instalment) => peopleOf(state, instalment)),
  );
  return {
    asOf: iso(at),
    today,
    outstanding: totalOutstanding(state),
    credit: state.credit,
    items: state.instalments.map((instalment) => ({
      ...amountsOf(state, instalment),
      ...instalmentStatus(instalment, at, calendar),
      ...standingOf(state, instalment, names),
      daysLate: outstanding(instalment).minor > 0 ? daysLate(instalment, today) : 0,
      interest: interestPreview(state, instalment, today),
    })),
  };
}

function peopleOf(state: PaymentPlanState, instalment: Instalment): readonly string[] {
  const { dispute, pause, escalation } = instalment;
  const asked = [dispute?.owner, pause?.owner, escalation?.user].flatMap((id) => id ?? []);
  return [holderOf(state, instalment), ...asked.map((id) => presentFor(state, id))];
}

function amountsOf(state: PaymentPlanState, instalment: Instalment) {
  const { id, label, awaiting, agreedDueOn, dueOn, amount, received, credited, writtenOff, difference } = instalment;
  return {
    id,
    number: instalmentNumber(state, instalment),
    label,
    awaits: awaiting?.event ?? null,
    agreedDueOn,
    dueOn,
    amount,
    received,
    credited,
    writtenOff,
    difference,
    fees: instalment.fees.map((fee) => ({
      id: fee.id,
      amount: fee.amount,
      why: fee.why,
      reason: fee.reason,
      status: feeStatus(instalment, fee),
    })),
    outstanding: outstanding(instalment),
  };
}

function standingOf(state: PaymentPlanState, instalment: Instalment, names: Names) {
  const { promise, promises, pause, dispute, writeOff, suspicion, escalation, letterNote } = instalment;
  const named = (user: string) => {
    const id = presentFor(state, user);
    return { id, name: names(id) };
  };
  return {
    holder: named(holderOf(state, instalment)),
    promise: promise && {
      amount: promise.amount,
      on: promise.on,
      by: promise.by,
      channel: promise.channel,
      checkAt: iso(promise.checkAt),
    },
    promises,
    pause: pause && { until: pause.until, reason: pause.reason, owner: named(pause.owner) },
    dispute: dispute && {
      reason: dispute.reason,
      note: dispute.note,
      owner: named(dispute.owner),
      dueAt: iso(dispute.dueAt),
    },
    writeOff: writeOff && { approvalId: writeOff.approvalId, amount: writeOff.amount, reason: writeOff.reason },
    suspicion: suspicion && {
      why: suspicion.why,
      references: [...suspicion.references],
      retryAt: iso(suspicion.retryAt),
    },
    escalation: escalation && {
      office: escalation.office,
      user: named(escalation.user),
      acceptBy: isoOrNull(escalation.acceptBy),
      acceptedAt: isoOrNull(escalation.acceptedAt),
    },
    nextLetterNote: letterNote,
  };
}
