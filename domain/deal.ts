import type { LocalDate } from './calendar.ts';
import type { Locale } from './effects.ts';
import type { Money } from './money.ts';
import { type TermEvent, termEvents } from './term-event.ts';

/** A customer as a process carries it: enough to name it without a look-up. */
export interface CustomerRef {
  readonly id: string;
  readonly name: string;
}

/** A person at the customer who receives payment notices. */
export interface BillingContact {
  readonly name: string;
  readonly email: string;
  readonly locale: Locale;
}

/** A version of a document, by the hash of the exact bytes people read. */
export interface DocumentRef {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly title: string;
  /** Lower-case hexadecimal SHA-256 of the bytes. */
  readonly sha256: string;
}

/** One line of payment terms: a share of the total, due a number of calendar days after an event. */
export interface PaymentTerm {
  readonly label: string;
  readonly percent: number;
  readonly dueDays: number;
  /** Absent: the days count from the beginning of the plan. */
  readonly from?: TermEvent;
}

/** One part of a payment plan, with its exact due day. */
export interface InstalmentInput {
  readonly label: string;
  readonly amount: Money;
  readonly dueOn: LocalDate;
}

/** A document whose text a rule has written and nobody has stored yet; its bytes are the text in UTF-8. */
export interface DocumentDraft {
  readonly number: string;
  readonly version: number;
  readonly title: string;
  readonly text: string;
}

/** The first reason why payment terms cannot be used, or undefined: shares are whole percent and add up to 100. */
export function faultInTerms(terms: readonly PaymentTerm[]): { field: string; message: string } | undefined {
  for (const [index, { percent, dueDays, from = 'start' }] of terms.entries()) {
    if (!termEvents.includes(from)) {
      return { field: `terms.${index}.from`, message: `Days count from one of ${termEvents.join(', ')}` };
    }
    if (!Number.isInteger(percent) || percent <= 0) {
      return { field: `terms.${index}.percent`, message: 'A share is a whole percentage above 0' };
    }
    if (!Number.isInteger(dueDays) || dueDays < 0) {
      return { field: `terms.${index}.dueDays`, message: 'Days until due are a whole number of at least 0' };
    }
  }
  const total = terms.reduce((percent, term) => percent + term.percent, 0);
  return total === 100 ? undefined : { field: 'terms', message: `Shares add up to 100 percent, not ${total}` };
}
