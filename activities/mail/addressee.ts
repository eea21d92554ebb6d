import { ApplicationFailure } from '@temporalio/common';
import { type Locale, locales, type Recipient } from '../../domain/effects.ts';
import { whyUnreachable } from '../../prisma/bounces.ts';
import type { PrismaClient } from '../../prisma/client.ts';

/** A recipient with everything needed to write to them. */
export interface Addressee {
  readonly name: string;
  readonly address: string;
  readonly locale: Locale;
}

/** Whether mail can be addressed to a text at all; whether it arrives is the mail server's to say. */
function isAddress(text: string): boolean {
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text);
}

/**
 * Looks a recipient up. Throws a failure that is not worth repeating when they have left or have no address: the step
 * then waits for a named person, and no notice is ever skipped in silence.
 */
export async function findAddressee(prisma: PrismaClient, to: Recipient, fallback: Locale): Promise<Addressee> {
  if ('contact' in to) {
    const { name, email, locale } = to.contact;
    return { name, address: await reachable(prisma, usable(email, `The customer's contact ${name}`)), locale };
  }
  const user = await prisma.user.findUnique({ where: { id: to.user } });
  if (!user) throw undeliverable('MAIL_RECIPIENT_UNKNOWN', `There is no user ${to.user} to write to`);
  if (!user.active) {
    throw undeliverable(
      'MAIL_RECIPIENT_INACTIVE',
      `${user.name} (${user.id}) has left; give the task to somebody else`,
    );
  }
  const locale = locales.find((known) => known === user.locale) ?? fallback;
  const address = await reachable(prisma, usable(user.email, `${user.name} (${user.id})`));
  return { name: user.name, address, locale };
}

function usable(address: string, whose: string): string {
  const trimmed = address.trim();
  if (isAddress(trimmed)) return trimmed;
  throw undeliverable('MAIL_NO_ADDRESS', `${whose} has no usable e-mail address; enter one and retry the step`);
}

/** Nothing is sent to an address that mail has come back from, until that is settled. */
async function reachable(prisma: PrismaClient, address: string): Promise<string> {
  const reason = await whyUnreachable(prisma, address);
  if (reason === null) return address;
  throw undeliverable(
    'MAIL_ADDRESS_BAD',
    `Mail to ${address} has come back (${reason}); settle its incident and retry the step`,
  );
}

function undeliverable(code: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, code);
}
