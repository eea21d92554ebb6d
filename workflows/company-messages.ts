import { defineSignal } from '@temporalio/workflow';
import type { BusinessClock } from '../domain/clock.ts';
import type { UserId } from '../domain/people.ts';

/** What many running processes have to hear. */
export type RolloutSubject =
  /** These people have gone away, come back or left: whatever lies in their hands is asked about anew. */
  | { readonly kind: 'peopleChanged'; readonly users: readonly UserId[] }
  /** These calendars have a new version: whatever runs by an older one gets it. */
  | { readonly kind: 'calendarReplaced'; readonly calendars: readonly string[] };

/** How far a rollout has come. */
export interface RolloutProgress {
  /** The second pass catches what was decided while the first was under way. */
  readonly pass: 1 | 2;
  /** Process told last in this pass; they are told in the order of their ids. */
  readonly after: string;
  readonly told: number;
  /** Those in which something moved. */
  readonly changed: number;
  readonly done: boolean;
}

export const untold: RolloutProgress = { pass: 1, after: '', told: 0, changed: 0, done: false };

/** Input of the workflow that tells many processes one thing, a page at a time. */
export interface RolloutInput {
  readonly tenant: string;
  readonly id: string;
  readonly subject: RolloutSubject;
  /** Raised when it is done again after some could not be told. */
  readonly attempt: number;
  readonly progress: RolloutProgress;
}

/** Input of the workflow that waits for an absence to begin and to end. */
export interface AbsenceInput {
  readonly tenant: string;
  readonly clock: BusinessClock;
  readonly absenceId: string;
  /** What the processes have been told: the version of the absence they take the person to be away by; null: present. */
  readonly told: number | null;
}

/** The workflow types, by the names they are registered under. */
export const companyWorkflows = { rollout: 'rollout', absence: 'absence' } as const;

/** Each attempt is a workflow of its own, so that one asked for while the last is ending is not taken for that one. */
export function rolloutWorkflowId(tenant: string, id: string, attempt: number): string {
  return `rollout:${tenant}:${id}.${attempt}`;
}

export function absenceWorkflowId(tenant: string, absenceId: string): string {
  return `absence:${tenant}:${absenceId}`;
}

/** The absence, or the working calendar it is counted by, is no longer what it was: read it again. */
export const absenceChanged = defineSignal('absenceChanged');
