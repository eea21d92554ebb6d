import type { StampedEffect, StampedMail } from '../../domain/effects.ts';
import type { Rejection } from '../../domain/errors.ts';
import { evolveInstance, type Handled, type Instance, summaryOf, unborn, waitsOf } from '../../domain/instance.ts';
import { type LedgerEntry, ledgerEntries } from '../../domain/ledger/entries.ts';
import type { Account } from '../../domain/ledger/ledger.ts';
import { type Actor, type AnyKind, type EventBase, systemActor } from '../../domain/process.ts';
import { definitionOf } from '../../domain/variant.ts';
import type { AnyVariant } from '../../domain/variants/index.ts';
import { chinaCalendar } from './calendar.ts';
import { type Organisation, run, start } from './organisation.ts';

/** Olivia sells, Marek manages her; Fiona alone is finance, so that it is known whom work goes to. */
const smallCompany: Organisation = [
  { id: 'olivia', roles: ['sales'], manager: 'marek' },
  { id: 'marek', roles: ['manager'] },
  { id: 'fiona', roles: ['finance'], manager: 'marek' },
  { id: 'opal', roles: ['sales-ops'] },
];

/** A process of any kind with everything that has happened to it, driven the way the shell drives it. */
export class ProcessUnderWay<State> {
  organisation: Organisation = smallCompany;
  readonly events: EventBase[] = [];
  readonly effects: StampedEffect[] = [];
  private instance: Instance;
  private readonly blank: Instance;
  private readonly kind: AnyKind;
  private given = 0;

  constructor(kind: AnyKind, id: string, variant: AnyVariant) {
    const definition = definitionOf(variant as AnyVariant & { appliesTo: (facts: never) => boolean });
    this.kind = kind;
    this.blank = unborn(id, kind.kind, { id: variant.id, hash: 'h', definition }, chinaCalendar);
    this.instance = this.blank;
  }

  open(input: unknown, now: number, by: Actor): Handled | Rejection {
    const { organisation } = this;
    return this.keep(start(this.kind, this.instance, input, by, { now, organisation }));
  }

  give(
    command: { readonly type: string; readonly [field: string]: unknown },
    now: number,
    by: Actor,
  ): Handled | Rejection {
    const { organisation } = this;
    this.given += 1;
    return this.keep(
      run(this.kind, this.instance, { commandId: `c${this.given}`, command, actor: by }, { now, organisation }),
    );
  }

  tick(now: number): Handled | Rejection {
    return this.give({ type: 'tick' }, now, systemActor);
  }

  get state(): State {
    return this.instance.state as State;
  }

  get waits() {
    return waitsOf(this.kind, this.instance);
  }

  get summary() {
    return summaryOf(this.kind, this.instance);
  }

  /** Mails asked for so far, as notice and recipient. */
  get mails(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.type === 'mail' ? [mailText(effect.mail)] : []));
  }

  /** What other processes were told so far. */
  get told(): readonly { readonly type: string; readonly [field: string]: unknown }[] {
    return this.effects.flatMap((effect) => (effect.type === 'tell' ? [effect.command] : []));
  }

  get entries(): readonly LedgerEntry[] {
    return ledgerEntries(this.kind, this.blank, this.events);
  }

  /** What the process has put on an account, in minor units; a debit is above 0. */
  balance(account: Account): number {
    return this.entries.filter((entry) => entry.account === account).reduce((sum, { amount }) => sum + amount.minor, 0);
  }

  /** Every account with something on it. */
  balances(): Readonly<Partial<Record<Account, number>>> {
    const touched = [...new Set(this.entries.map(({ account }) => account))];
    return Object.fromEntries(
      touched.map((account) => [account, this.balance(account)] as const).filter(([, sum]) => sum !== 0),
    );
  }

  /** The state as replaying every event gives it. */
  replayed(): unknown {
    return this.events.reduce((instance, event) => evolveInstance(this.kind, instance, event), this.blank).state;
  }

  private keep(outcome: Handled | Rejection): Handled | Rejection {
    if (!outcome.ok) return outcome;
    this.instance = outcome.instance;
    this.events.push(...outcome.events);
    this.effects.push(...outcome.effects);
    return outcome;
  }
}

function mailText({ notice, to }: StampedMail): string {
  return `${notice} ${'user' in to ? to.user : to.contact.email}`;
}
