import type { Locale } from '../../domain/effects.ts';
import { companyCalendarId } from '../../prisma/calendar.ts';

/** How mails are made out. */
export interface MailSettings {
  /** `Name <address@host>`. */
  readonly from: string;
  /** Where reports about mails that come back are to go, such as `bounces@host`; absent: to the sender. */
  readonly bounceTo?: string;
  /** Right-hand side of Message-IDs. */
  readonly domain: string;
  /** Where people reach the pages that mails link to, without a slash at the end. */
  readonly publicUrl: string;
  readonly defaultLocale: Locale;
  readonly timeZone: string;
  /** Working calendar in whose zone times are written. */
  readonly calendarId: string;
}

/** What of a configuration mails depend on. */
interface MailConfig {
  readonly mail: { readonly from: string; readonly bounceTo?: string | undefined };
  readonly publicUrl: string;
  readonly defaultLocale: Locale;
  readonly timeZone: string;
}

/** The settings of mails, as a configuration has them; Message-IDs are made under the sender's domain. */
export function mailSettingsFrom({
  mail: { from, bounceTo },
  publicUrl,
  defaultLocale,
  timeZone,
}: MailConfig): MailSettings {
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1];
  if (!domain) throw new RangeError(`MAIL_FROM "${from}" has no domain; write for example Fairway <no-reply@host>`);
  return {
    from,
    ...(bounceTo ? { bounceTo } : {}),
    domain,
    publicUrl,
    defaultLocale,
    timeZone,
    calendarId: companyCalendarId,
  };
}
