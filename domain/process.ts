import type { Instant, WorkingCalendar } from './calendar.ts';
import type { Effect, Kind } from './effects.ts';
import type { Rejection } from './errors.ts';
import type { LedgerLine, Receivable } from './ledger/ledger.ts';
import type { Money } from './money.ts';
import type { Directory, Role, UserId } from './people.ts';
import type { Wait } from './wait.ts';

/** The way a command came in. */
export type Channel = 'api' | 'console' | 'mail-link' | 'import' | 'timer' | 'process';

/** Who gives a command. The system itself (a timer, another process) acts as `system`. */
export interface Actor {
  readonly id: UserId | 'system';
  readonly roles: readonly Role[];
  readonly channel: Channel;
  /** Where a decision from a mail link came from, for the audit row. */
  readonly address?: string;
  readonly userAgent?: string;
}

export const systemActor: Actor = { id: 'system', roles: [], channel: 'timer' };

export function hasRole(actor: Actor, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => actor.roles.includes(role));
}

/** Everything a rule may know besides the process's own state. */
export interface Context<Variant> {
  readonly processId: string;
  readonly now: Instant;
  readonly actor: Actor;
  readonly variant: Variant;
  readonly calendar: WorkingCalendar;
  readonly directory: Directory;
}

/** The base of every event: a closed union per kind, told apart by `type`. */
export interface EventBase {
  readonly type: string;
  /** When it happened, in business time. */
  readonly at: Instant;
  /** Who made it happen. */
  readonly by: UserId | 'system';
}

export interface Accepted<Event> {
  readonly ok: true;
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
}

export type Outcome<Event> = Accepted<Event> | Rejection;

export function accept<Event>(events: readonly Event[], effects: readonly Effect[] = []): Accepted<Event> {
  return { ok: true, events, effects };
}

/** One row of the list of processes, derived from state. */
export interface Summary {
  readonly title: string;
  readonly status: 'open' | 'closed';
  /** Where it stands: a stage, a node or a phase of its variant. */
  readonly stage: string;
  /** How it ended: `won`, `approved`, `paid` …; null while open. */
  readonly outcome: string | null;
  readonly owner: UserId;
  readonly customer: { readonly id: string; readonly name: string } | null;
  readonly amount: Money | null;
  /** The opportunity all processes of one deal share, so that they can be shown and counted together. */
  readonly dealId: string | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
}

/**
 * Commands every kind answers, given by the system alone: the timer has come due, the working calendar has changed, or
 * people in whose hands something lies have gone away, come back or left. Who is present is asked anew then.
 */
export type KernelCommand =
  | { readonly type: 'tick' }
  | { readonly type: 'calendarChanged' }
  | { readonly type: 'peopleChanged'; readonly users: readonly UserId[] };

/**
 * A kind of process as pure rules. `decide` says what follows from a command and `evolve` what that makes of the
 * state; what is waited for and how it is listed are derived from state alone.
 */
export interface ProcessKind<Input, Command extends { type: string }, Event extends EventBase, State, Variant> {
  readonly kind: Kind;
  /** The first decision: may a process begin with this input, and with which events. */
  start(input: Input, context: Context<Variant>): Outcome<Event>;
  decide(state: State, command: Command | KernelCommand, context: Context<Variant>): Outcome<Event>;
  evolve(state: State | undefined, event: Event): State;
  waits(state: State): readonly Wait[];
  summarise(state: State): Summary;
  /** What an event writes into the books; kinds that move no money leave it out. */
  books?(before: State | undefined, event: Event, after: State): readonly LedgerLine[];
  /** What the customer of a process owes, instalment by instalment; only plans have that. */
  receivables?(state: State): readonly Receivable[];
}

// The shell handles every kind alike and never looks into their types.
// biome-ignore lint/suspicious/noExplicitAny: the one place where kinds are erased; each kind is fully typed in its own module
export type AnyKind = ProcessKind<any, any, any, any, any>;
