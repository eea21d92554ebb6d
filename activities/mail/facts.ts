import type { LocalDate } from '../../domain/calendar.ts';
import type { Locale, Notice, NoticeDetails, StampedMail } from '../../domain/effects.ts';
import type { Money } from '../../domain/money.ts';
import type { UserId } from '../../domain/people.ts';
import type { Reader } from '../../domain/sentence.ts';
import type { Wait } from '../../domain/wait.ts';
import { loadCalendar } from '../../prisma/calendar.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import { waitOf } from '../../prisma/wait.ts';
import type { Addressee } from './addressee.ts';

/** What a template may say: the wait as it stands now, and the details the process gave when it asked for the mail. */
export interface NoticeFacts {
  readonly notice: Notice;
  readonly locale: Locale;
  /** Name of the person the mail goes to. */
  readonly recipient: string;
  readonly wait: Wait;
  readonly details: NoticeDetails;
  readonly reader: Reader;
  /** Where the recipient may decide, when they hold the wait. */
  readonly decideAt: string | null;
}

/** A detail that is text, or null where it is absent. */
export function text({ details }: NoticeFacts, name: string): string | null {
  const value = details[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The name of the person whose id is a detail, or null where it is absent. */
export function person(facts: NoticeFacts, name: string): string | null {
  const id = text(facts, name);
  return id === null ? null : facts.reader.nameOf(id);
}

const peopleIn = [
  'holder',
  'starter',
  'owner',
  'from',
  'by',
  'to',
  'urgedBy',
  'endedBy',
  'principal',
  'addedBy',
  'onBehalfOf',
] as const;

const system: Readonly<Record<Locale, string>> = { en: 'the system', 'zh-CN': '系统' };

function mentioned(wait: Wait, details: NoticeDetails): UserId[] {
  const next = wait.next && 'user' in wait.next.who ? [wait.next.who.user] : [];
  const named = peopleIn.flatMap((name) => (typeof details[name] === 'string' ? [details[name]] : []));
  return [wait.holder, ...(wait.principal ? [wait.principal] : []), ...next, ...named];
}

/** What a mail is about, as it stands at the moment of sending and not as it stood when the mail was asked for. */
export interface Present {
  readonly wait: Wait;
  /** Whether the wait is still open. */
  readonly open: boolean;
  readonly details: NoticeDetails;
}

/** Reads what is recorded now about the subject of a mail. */
export async function readPresent(prisma: PrismaClient, processId: string, mail: StampedMail): Promise<Present> {
  const row = await prisma.wait.findFirst({ where: { id: `${processId}/${mail.wait.id}`, closedAt: null } });
  const details = await withPresentLines(prisma, processId, mail.details);
  return { wait: row ? waitOf(row) : mail.wait, open: row !== null, details };
}

/** Gathers what a mail may say to its recipient. */
export async function gatherFacts(
  prisma: PrismaClient,
  { notice }: StampedMail,
  { wait, details }: Present,
  { name, locale }: Addressee,
  { calendarId, now }: { calendarId: string; now: number },
): Promise<NoticeFacts> {
  const [calendar, users] = await Promise.all([
    loadCalendar(prisma, calendarId, now),
    prisma.user.findMany({ where: { id: { in: mentioned(wait, details) } }, select: { id: true, name: true } }),
  ]);
  const names = new Map(users.map((user) => [user.id, user.name]));
  const nameOf = (id: UserId) => (id === 'system' ? system[locale] : (names.get(id) ?? id));
  const reader: Reader = { locale, calendar, now, nameOf };
  return { notice, locale, recipient: name, wait, details, reader, decideAt: null };
}

/** One instalment in a payment mail, with what is open of it now. */
export interface PaymentLine {
  readonly instalment: string;
  readonly number: string;
  readonly label: string;
  readonly dueOn: LocalDate;
  readonly open: Money;
  /** Ladder steps reached since the due day, where that is known. */
  readonly level?: number;
}

/** The instalments a payment mail lists. */
export function linesOf(details: NoticeDetails): readonly PaymentLine[] {
  return typeof details.lines === 'string' ? (JSON.parse(details.lines) as readonly PaymentLine[]) : [];
}

/**
 * A payment mail never asks for money that has arrived since it was decided on: lines that have been paid are left out
 * and the others show what is still open now.
 */
async function withPresentLines(
  prisma: PrismaClient,
  processId: string,
  details: NoticeDetails,
): Promise<NoticeDetails> {
  const lines = linesOf(details);
  if (lines.length === 0) return details;
  const rows = await prisma.wait.findMany({
    where: { processId, closedAt: null, action: { in: ['payment.await', 'payment.collect'] } },
  });
  const open = new Map(rows.map(waitOf).map((wait) => [wait.id, wait.subject.amount]));
  const present = lines.flatMap((line) => {
    const amount = open.get(line.instalment);
    return amount ? [{ ...line, open: amount }] : [];
  });
  return { ...details, lines: JSON.stringify(present) };
}
