import type { ApprovalEndedCommand, ApprovalRequest } from '../approval/model.ts';
import { addOffset, localTime } from '../calendar.ts';
import type { Effect } from '../effects.ts';
import { reject } from '../errors.ts';
import { type Money, money } from '../money.ts';
import { type Accepted, accept, type Outcome } from '../process.ts';
import { checkPart, duePart, firstRefusal, refuseStandstill, refuseStranger, requireText } from './command-checks.ts';
import type { PaymentPlanCommand } from './commands.ts';
import type { PaymentPlanEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { hasDueDay, instalmentNumber, outstanding, partOf } from './instalment.ts';
import { taskMail } from './mails.ts';
import type { Instalment, PaymentPlanContext, PaymentPlanState } from './model.ts';
import { settle } from './settle.ts';
import { goOn } from './standstill.ts';
import { writeOffText } from './write-off-text.ts';

type RequestWriteOff = Extract<PaymentPlanCommand, { type: 'requestWriteOff' }>;

/** Asks for approval to give up what is open of an instalment; collection stands still until that is decided. */
export function requestWriteOff(
  state: PaymentPlanState,
  command: RequestWriteOff,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const instalment = duePart(state, command.instalmentId);
  if ('code' in instalment) return instalment;
  const amount = command.amount ?? outstanding(instalment);
  const refused = firstRefusal(
    refuseStranger(state, instalment, context),
    checkPart(amount, instalment),
    requireText(command.reason, 'reason', 'REASON_REQUIRED'),
    refuseStandstill(instalment),
  );
  return refused ?? writeOffRequested(state, instalment, { amount, reason: command.reason }, context);
}

/** The request for a write-off and the approval it needs. `amount`: all that is open when absent. */
export function writeOffRequested(
  state: PaymentPlanState,
  instalment: Instalment,
  { amount = outstanding(instalment), reason }: { amount?: Money; reason: string },
  { actor, now, processId }: PaymentPlanContext,
): Accepted<PaymentPlanEvent> {
  const attempt = instalment.writeOffs + 1;
  const code = `${processId.slice(processId.indexOf('-') + 1)}-${instalment.id}-${attempt}`;
  const approvalId = `AP-WO-${code}`;
  const starter = actor.id === 'system' ? state.owner : actor.id;
  const request = { approvalId, amount, reason: reason.trim(), requestedBy: actor.id, requestedAt: now };
  const number = `WO-${code}`;
  const title = `${instalmentNumber(state, instalment)} ${state.title}`;
  const input: ApprovalRequest = {
    subject: 'writeOff',
    draft: { number, version: 1, title, text: writeOffText(state, instalment, request, number) },
    customer: state.customer,
    amount,
    fields: {},
    starter,
    origin: processId,
    dealId: state.dealId,
    onApproved: null,
  };
  const launch: Effect = { type: 'launch', kind: 'approval', processId: approvalId, input };
  return accept([{ at: now, by: actor.id, type: 'WriteOffRequested', instalmentId: instalment.id, request }], [launch]);
}

/** The approval has ended: what it covers is written off, or collection goes on. */
export function writeOffDecided(
  state: PaymentPlanState,
  { approvalId, outcome }: ApprovalEndedCommand,
  context: PaymentPlanContext,
): Outcome<PaymentPlanEvent> {
  const { actor, now, calendar, variant } = context;
  if (actor.id !== 'system') return reject('NOT_ALLOWED', 'Only the approval itself says how it ended');
  const instalment = state.instalments.find(({ writeOff }) => writeOff?.approvalId === approvalId);
  // News of an earlier request, or the same news twice, changes nothing.
  if (!instalment?.writeOff || !hasDueDay(instalment)) return accept([]);
  const base = { at: now, by: actor.id, instalmentId: instalment.id };
  const restart = goOn(instalment, localTime(calendar, now).date, context);
  const decided: PaymentPlanEvent = { ...base, type: 'WriteOffDecided', approvalId, outcome, ...restart };
  // Money may have come while the approval was under way; only what is still open can be given up.
  const minor = Math.min(instalment.writeOff.amount.minor, outstanding(instalment).minor);
  const { requestedBy } = instalment.writeOff;
  const to = requestedBy === 'system' ? state.owner : requestedBy;
  const events: PaymentPlanEvent[] = [decided];
  if (outcome === 'approved' && minor > 0) {
    const keptUntil = variant.keepWrittenOff ? addOffset(calendar, now, variant.keepWrittenOff) : null;
    const amount = money(minor, instalment.amount.currency);
    events.push({ ...base, type: 'InstalmentWrittenOff', amount, approvalId, keptUntil });
  }
  const settled = settle(state, events, context);
  const after = settled.events.reduce<PaymentPlanState>(evolve, state);
  const present = partOf(after, instalment.id) ?? instalment;
  const mail = taskMail(after, present, to, 'writeOffEnded', `writeOff.${instalment.writeOffs}`, { outcome });
  return accept(settled.events, [...settled.effects, mail]);
}
