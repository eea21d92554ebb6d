import type { z } from 'zod';
import type { CommandAnswer } from '../../../api/contracts/commands.ts';
import type { CustomerView } from '../../../api/contracts/customers.ts';
import type {
  DealView,
  EventPage,
  MailPage,
  PastView,
  ProcessRow,
  ProcessView,
} from '../../../api/contracts/processes.ts';
import type { Me } from '../../../api/contracts/session.ts';
import type { UserView } from '../../../api/contracts/users.ts';
import type { VariantList } from '../../../api/contracts/variants.ts';
import type { WaitSummary, WaitView } from '../../../api/contracts/waits.ts';

export type Session = { readonly user: z.output<typeof Me>; readonly expiresAt: string | null };
export type Wait = z.output<typeof WaitView>;
export type WaitFigures = z.output<typeof WaitSummary>;
export type Process = z.output<typeof ProcessRow>;
export type ProcessDetail = z.output<typeof ProcessView>;
export type Deal = z.output<typeof DealView>;
export type PastProcess = z.output<typeof PastView>;
export type HistoryEvent = z.output<typeof EventPage>['items'][number];
export type Mail = z.output<typeof MailPage>['items'][number];
export type CommandOutcome = z.output<typeof CommandAnswer>;
export type Customer = z.output<typeof CustomerView>;
export type User = z.output<typeof UserView>;
export type Variant = z.output<typeof VariantList>['items'][number];

/** One page of a list; `next` leads to the page after it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
