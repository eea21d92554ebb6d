import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { daysBetween, type LocalDate } from '../../domain/calendar.ts';
import type { Notice, NoticeDetails, StampedMail } from '../../domain/effects.ts';
import {
  hasDueDay,
  instalmentNumber,
  openInstalments,
  outstanding,
  overdueLevel,
  reachable,
  standsStill,
} from '../../domain/payment-plan/instalment.ts';
import type { CustomerAction, Instalment, PaymentPlanState } from '../../domain/payment-plan/model.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { readSigns } from '../../prisma/credit.ts';
import type { PaymentLine } from './facts.ts';
import { wordingOfLetters } from './templates/payment.ts';

/** Letters to customers, the mildest first. */
export const customerNotices: readonly Notice[] = [
  'payment.notice',
  'payment.reminder',
  'payment.secondReminder',
  'payment.formalLetter',
];

const noticeOf: Readonly<Record<CustomerAction, Notice>> = {
  sendNotice: 'payment.notice',
  sendReminder: 'payment.reminder',
  sendSecondReminder: 'payment.secondReminder',
  sendFormalLetter: 'payment.formalLetter',
};

/** What is not due yet is listed when it falls due within so many days. */
const comingDays = 14;

/** A line of a letter, with the plan it belongs to. */
interface LetterLine extends PaymentLine {
  readonly planId: string;
}

interface Plan {
  readonly id: string;
  readonly state: PaymentPlanState;
}

/** How a mail goes out: with the words of `notice` and these details, or not at all. */
type Agreed = { readonly notice: Notice; readonly details: NoticeDetails } | { readonly drop: string };

/**
 * A customer's contact gets one letter a day about everything they owe, in the tone of the sternest step of that day.
 * The first mail of the day reserves it, by a row that is unique by address and day, and lists all plans of the contact
 * as they stand on record at that moment; the others find themselves in it and are not sent. Asked again for the mail
 * that holds the reservation, it answers anew, from what is on record then.
 */
export async function agreeOnLetter(
  prisma: PrismaClient,
  processId: string,
  mail: StampedMail,
  { now, timeZone }: { now: number; timeZone: string },
): Promise<Agreed> {
  if (!customerNotices.includes(mail.notice) || !('contact' in mail.to)) return { notice: mail.notice, details: {} };
  const { contact } = mail.to;
  const email = contact.email.trim().toLowerCase();
  const customerId = mail.wait.subject.customer?.id ?? '';
  const dayOf = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  const today = dayOf(now);
  const plans = await plansOf(prisma, customerId, email);
  const lines = plans.flatMap((plan) => linesOf(plan, today));
  const own = lines.find(({ planId, instalment }) => planId === processId && instalment === mail.wait.id);
  if (!own) return { drop: 'STANDS_STILL' };
  const reserved = await reserve(prisma, { email, today, customerId, mail, lines, now });
  if (reserved.outboxKey !== mail.key) {
    const told = (reserved.lines as unknown as readonly LetterLine[]).some(
      ({ planId, instalment }) => planId === processId && instalment === mail.wait.id,
    );
    return { drop: told ? 'IN_ANOTHER_LETTER' : 'ONE_LETTER_A_DAY' };
  }
  await refuseWhilePaymentIsLikely(prisma, customerId);
  const notice = await sternest(prisma, mail.notice, plans, { email, now, isToday: (at) => dayOf(at) <= today });
  const planIds = [...new Set(lines.map(({ planId }) => planId))];
  const data = { notice, lines: lines as never, planIds };
  await prisma.letter.update({ where: { outboxKey: mail.key }, data });
  return { notice, details: detailsOf(mail, plans, lines) };
}

async function plansOf(prisma: PrismaClient, customerId: string, email: string): Promise<readonly Plan[]> {
  const rows = await prisma.process.findMany({
    where: { customerId, kind: 'paymentPlan', status: 'open' },
    select: { id: true, snapshot: true },
    orderBy: { id: 'asc' },
  });
  return rows
    .map(({ id, snapshot }) => ({ id, state: (snapshot as unknown as { state: PaymentPlanState }).state }))
    .filter(({ state }) => reachable(state.contact) && state.contact.email.trim().toLowerCase() === email);
}

function linesOf({ id, state }: Plan, today: LocalDate): readonly LetterLine[] {
  return openInstalments(state)
    .filter(hasDueDay)
    .filter((instalment) => !standsStill(instalment))
    .filter(({ dueOn, ladder }) => ladder.reached > 0 || daysBetween(today, dueOn) <= comingDays)
    .map((instalment) => ({
      planId: id,
      instalment: instalment.id,
      number: instalmentNumber(state, instalment),
      label: instalment.label,
      dueOn: instalment.dueOn,
      open: outstanding(instalment),
      level: overdueLevel(instalment),
    }));
}

interface Reservation {
  readonly email: string;
  readonly today: LocalDate;
  readonly customerId: string;
  readonly mail: StampedMail;
  readonly lines: readonly LetterLine[];
  readonly now: number;
}

async function reserve(prisma: PrismaClient, { email, today, customerId, mail, lines, now }: Reservation) {
  const day = new Date(today);
  const contact = 'contact' in mail.to ? mail.to.contact : { name: '', locale: 'zh-CN' };
  const row = {
    id: `L-${createHash('sha256').update(`${email}\n${today}`).digest('hex').slice(0, 16)}`,
    email,
    day,
    contactName: contact.name,
    customerId,
    outboxKey: mail.key,
    notice: mail.notice,
    wording: wordingOfLetters,
    locale: contact.locale,
    planIds: [],
    lines: lines as never,
    createdAt: new Date(now),
  };
  await prisma.letter.createMany({ data: [row], skipDuplicates: true });
  return await prisma.letter.findUniqueOrThrow({ where: { email_day: { email, day } } });
}

/** A payment that nobody has assigned yet stops the letter: the step waits for a person until it is assigned or given up. */
async function refuseWhilePaymentIsLikely(prisma: PrismaClient, customerId: string): Promise<void> {
  const { unmatched } = await readSigns(prisma, customerId);
  if (unmatched.length === 0) return;
  const references = unmatched.map(({ reference }) => reference).join(', ');
  throw ApplicationFailure.nonRetryable(
    `The customer may have paid: ${references}. Assign the payment, then drop this step or retry it`,
    'POSSIBLE_PAYMENT',
  );
}

/** The sternest of all that this contact is to be written today: asked for already, or about to be by a plan's own timer. */
async function sternest(
  prisma: PrismaClient,
  own: Notice,
  plans: readonly Plan[],
  { email, now, isToday }: { email: string; now: number; isToday: (at: number) => boolean },
): Promise<Notice> {
  const asked = await prisma.outbox.findMany({
    where: {
      processId: { in: plans.map(({ id }) => id) },
      notice: { in: [...customerNotices] },
      status: { in: ['pending', 'deferred'] },
      createdAt: { gte: new Date(now - 86_400_000) },
    },
    select: { notice: true, payload: true },
  });
  const toContact = asked.filter(({ payload }) => addressOf(payload) === email).map(({ notice }) => notice as Notice);
  const coming = plans.flatMap(({ state }) => openInstalments(state).flatMap((part) => dueToday(part, isToday)));
  const all = [own, ...toContact, ...coming];
  return all.reduce((top, notice) => (customerNotices.indexOf(notice) > customerNotices.indexOf(top) ? notice : top));
}

function addressOf(payload: unknown): string | undefined {
  const { to } = payload as StampedMail;
  return 'contact' in to ? to.contact.email.trim().toLowerCase() : undefined;
}

/** The letter an instalment's own ladder sends later today, unless it has to be shown to somebody first. */
function dueToday(instalment: Instalment, isToday: (at: number) => boolean): readonly Notice[] {
  const { ladder, previewedStep } = instalment;
  const rung = ladder.rungs[ladder.reached];
  if (!rung || standsStill(instalment) || (rung.showAt !== undefined && previewedStep <= ladder.reached)) return [];
  if (!isToday(rung.at)) return [];
  return rung.do.flatMap((action) => (Object.hasOwn(noticeOf, action) ? [noticeOf[action as CustomerAction]] : []));
}

function detailsOf(mail: StampedMail, plans: readonly Plan[], lines: readonly LetterLine[]): NoticeDetails {
  const told = plans.filter(({ id }) => lines.some(({ planId }) => planId === id));
  const notes = told.flatMap(({ state }) => state.instalments.flatMap(({ letterNote }) => letterNote ?? []));
  const own = typeof mail.details.note === 'string' ? [mail.details.note] : [];
  const several = told.length > 1;
  return {
    lines: JSON.stringify(lines),
    note: [...new Set([...own, ...notes])].join('\n\n') || null,
    ...(several
      ? { reference: told.map(({ state }) => state.reference).join(', '), title: told[0]?.state.customer.name ?? '' }
      : {}),
  };
}

/** Keeps what was written, for showing and printing it later. Does nothing for mails that are no letters to customers. */
export async function keepLetter(
  prisma: PrismaClient,
  outboxKey: string,
  { subject, html, sentAt }: { subject: string; html: string; sentAt: Date },
): Promise<void> {
  await prisma.letter.updateMany({ where: { outboxKey }, data: { subject, html, sentAt } });
}
