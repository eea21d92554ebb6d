import type { Instant, Offset } from '../calendar.ts';
import type { CustomerRef } from '../deal.ts';
import type { Ladder, Rung } from '../ladder.ts';
import type { UserId } from '../people.ts';
import type { EventBase } from '../process.ts';
import type { VariantBase } from '../variant.ts';

/**
 * What is out of order: a webhook or a group robot that takes no more deliveries, an address that mail does not reach,
 * one notice that could not be delivered about a process that has ended, or a rollout that some processes refused.
 */
export const incidentSubjects = ['webhook', 'robot', 'address', 'notice', 'rollout'] as const;
export type IncidentSubject = (typeof incidentSubjects)[number];

export interface IncidentFacts {
  readonly subject: IncidentSubject;
}

/** What an incident begins with. */
export interface IncidentInput extends IncidentFacts {
  /** Id of the webhook, robot or rollout, the address, or the key of the notice. */
  readonly target: string;
  /** What people call it. */
  readonly title: string;
  readonly cause: string;
  readonly customer: CustomerRef | null;
  /** Who should look after it, where somebody stands closer to it than whoever runs the system. */
  readonly preferred: UserId | null;
}

export const incidentActions = ['remind', 'escalateToManager'] as const;
export type IncidentAction = (typeof incidentActions)[number];

export interface IncidentVariant extends VariantBase<IncidentFacts> {
  readonly kind: 'incident';
  /** By when it is to be settled. */
  readonly within: Offset;
  /** Counted from that deadline. */
  readonly ladder: readonly Rung<IncidentAction>[];
}

export interface IncidentState {
  readonly id: string;
  readonly subject: IncidentSubject;
  readonly target: string;
  readonly title: string;
  readonly customer: CustomerRef | null;
  /** Why, as it was told the last time. */
  readonly cause: string;
  /** How often it has been reported. */
  readonly reports: number;
  readonly holder: UserId;
  readonly ladder: Ladder<IncidentAction>;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

export type IncidentCommand =
  /** It has happened again. */
  | { readonly type: 'recur'; readonly cause: string }
  | { readonly type: 'assign'; readonly to: UserId }
  | { readonly type: 'settle'; readonly comment: string };

export type IncidentEvent = EventBase &
  (
    | (Omit<IncidentInput, 'preferred'> & {
        readonly type: 'IncidentOpened';
        readonly id: string;
        readonly holder: UserId;
        readonly ladder: Ladder<IncidentAction>;
      })
    | { readonly type: 'IncidentRecurred'; readonly cause: string }
    | { readonly type: 'IncidentAssigned'; readonly to: UserId }
    | { readonly type: 'IncidentRungReached'; readonly step: number; readonly did: readonly IncidentAction[] }
    | { readonly type: 'IncidentDeadlinesMoved'; readonly ladder: Ladder<IncidentAction> }
    | { readonly type: 'IncidentSettled'; readonly comment: string }
  );
