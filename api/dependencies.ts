import type { Logger } from 'pino';
import type { DocumentStore } from '../documents/store.ts';
import type { Instant } from '../domain/calendar.ts';
import type { Locale } from '../domain/effects.ts';
import type { Currency } from '../domain/money.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Outbound } from '../outbound/post.ts';
import type { PrismaClient } from '../prisma/client.ts';
import type { DecisionDependencies } from './decision/routes.ts';
import type { NoticeFeed } from './notices/feed.ts';

/** What of the settings the API acts on. */
export interface ApiSettings {
  /** Where people reach this service, without a slash at the end. */
  readonly publicUrl: string;
  readonly timeZone: string;
  /** Amounts in this currency come first where those of several currencies are listed together. */
  readonly currency: Currency;
  readonly defaultLocale: Locale;
  /** Our own side of contracts that name none. */
  readonly company: { readonly name: string; readonly taxNumber: string | null };
  readonly sessionHours: number;
  /** Whether webhooks and robots may lie within private networks. */
  readonly outboundPrivate: boolean;
  /** By which delivery reports are signed; absent: none are taken. */
  readonly bounceSecret?: string | undefined;
  /** How many proxies before the API are believed about whom they forward for. */
  readonly trustProxy: number;
}

/** Everything the API needs from outside. */
export interface ApiDependencies {
  readonly prisma: PrismaClient;
  readonly gateway: Gateway;
  readonly documents: DocumentStore;
  readonly config: ApiSettings;
  readonly log: Logger;
  /** Business time, in which processes live. */
  readonly now: () => Instant;
  /** Real time: sessions, locks and limits do not run faster in a demonstration. */
  readonly wallClock: () => number;
  readonly sendFreshLink: DecisionDependencies['sendFreshLink'];
  readonly sendCode: DecisionDependencies['sendCode'];
  readonly outbound: Outbound;
  /** Whose notices have changed. */
  readonly notices: NoticeFeed;
  /** The service is about to stop and wants no further requests. */
  readonly isDraining: () => boolean;
}
