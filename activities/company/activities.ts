import type { AbsenceSpan } from '../../domain/absence.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { UserId } from '../../domain/people.ts';
import type { RolloutInput, RolloutProgress } from '../../workflows/company-messages.ts';

/** An absence as it stands, with its instants by the calendar the person works by. */
export interface PlannedAbsence extends AbsenceSpan {
  readonly userId: UserId;
  readonly version: number;
  readonly cancelled: boolean;
}

/** What the workflows of the company, beside its processes, ask the world for. Each is safe to run twice. */
export interface CompanyActivities {
  /** Tells the next page of processes and answers how far it has come. */
  tellPage(request: RolloutInput): Promise<RolloutProgress>;
  readAbsence(request: { absenceId: string; at: Instant }): Promise<PlannedAbsence>;
  /** Writes down that the processes have been told. */
  noteAbsence(request: { absenceId: string; away: boolean; at: Instant }): Promise<void>;
}
