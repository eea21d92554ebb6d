import type { z } from 'zod';
import { type Instant, isProvisional, type WorkingCalendar } from '../../domain/calendar.ts';
import type { Kind, Locale } from '../../domain/effects.ts';
import { actionLabel, nextLabel, waitSentence } from '../../domain/sentence.ts';
import type { Localised } from '../../domain/variant.ts';
import type { Wait } from '../../domain/wait.ts';
import type { PrismaClient } from '../../prisma/client.ts';
import type { WaitView } from '../contracts/waits.ts';
import { iso, isoOrNull, type Names, namesOf } from '../rows.ts';

/** A wait with the process it belongs to. */
export interface PlacedWait {
  readonly wait: Wait;
  readonly process: { readonly id: string; readonly kind: Kind; readonly title: string; readonly stage: string };
}

/** What waits are shown by: the zone and the holidays, and how late it is. */
export interface Present {
  readonly calendar: WorkingCalendar;
  readonly now: Instant;
}

/** Waits as they are answered, each with its sentence in both languages. */
export async function waitViews(
  prisma: PrismaClient,
  waits: readonly PlacedWait[],
  present: Present,
): Promise<z.output<typeof WaitView>[]> {
  const names = await namesOf(
    prisma,
    waits.flatMap(({ wait }) => peopleIn(wait)),
  );
  return waits.map((placed) => view(placed, present, names));
}

function peopleIn({ holder, principal, next }: Wait): string[] {
  return [holder, ...(principal ? [principal] : []), ...(next && 'user' in next.who ? [next.who.user] : [])];
}

function view({ wait, process }: PlacedWait, { calendar, now }: Present, names: Names): z.output<typeof WaitView> {
  const { id, on, action, holder, principal, openedAt, dueAt, subject } = wait;
  const person = (user: string) => ({ id: user, name: names(user) });
  return {
    id: `${process.id}/${id}`,
    key: id,
    process,
    on,
    action,
    label: inBoth((locale) => actionLabel(action, locale)),
    holder: person(holder),
    principal: principal ? person(principal) : null,
    openedAt: iso(openedAt),
    dueAt: isoOrNull(dueAt),
    dueProvisional: dueAt !== null && isProvisional(calendar, dueAt),
    overdue: dueAt !== null && dueAt < now,
    ageMinutes: Math.max(0, Math.floor((now - openedAt) / 60_000)),
    next: nextView(wait.next, calendar, person),
    subject: {
      number: subject.number,
      title: subject.title,
      customer: subject.customer,
      amount: subject.amount,
      documentVersion: subject.documentVersion ?? null,
      capacity: subject.capacity ?? null,
    },
    sentence: inBoth((locale) => waitSentence(wait, { locale, calendar, now, nameOf: names })),
  };
}

function nextView(
  next: Wait['next'],
  calendar: WorkingCalendar,
  person: (user: string) => { id: string; name: string },
): z.output<typeof WaitView>['next'] {
  if (!next) return null;
  const { at, what, who } = next;
  return {
    at: iso(at),
    what,
    label: inBoth((locale) => nextLabel(what, locale)),
    who: 'user' in who ? { person: person(who.user), office: null } : { person: null, office: who.office },
    provisional: isProvisional(calendar, at),
  };
}

/** The same in both languages of the product. */
export function inBoth(text: (locale: Locale) => string): Localised {
  return { 'zh-CN': text('zh-CN'), en: text('en') };
}
