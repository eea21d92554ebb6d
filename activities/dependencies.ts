import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { BusinessClock } from '../domain/clock.ts';
import type { Party } from '../domain/contract/model.ts';
import type { Outbound } from '../outbound/post.ts';
import type { PrismaClient } from '../prisma/client.ts';
import type { MailSettings } from './mail/settings.ts';
import type { MailTransport } from './mail/transport.ts';

/** What the activities need from outside, so that tests can hand in their own. */
export interface ActivityDependencies {
  readonly prisma: PrismaClient;
  readonly client: Client;
  readonly taskQueue: string;
  readonly clock: BusinessClock;
  /** Our own side of contracts that name none. */
  readonly company: Party;
  readonly mail: MailTransport;
  readonly outbound: Outbound;
  readonly mailSettings: MailSettings;
  readonly log: Logger;
}
