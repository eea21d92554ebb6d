import type { LocalDate } from '../calendar.ts';
import { faultInTerms } from '../deal.ts';
import { type Rejection, reject } from '../errors.ts';
import { hasRole } from '../process.ts';
import type {
  ContractChanges,
  ContractContext,
  ContractFacts,
  ContractFile,
  ContractState,
  Party,
  Term,
} from './model.ts';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const taxNumberPattern = /^[0-9A-Za-z-]{6,30}$/;
const sha256Pattern = /^[0-9a-f]{64}$/;
/** Longest term, in months. */
const longestTerm = 600;

export function isDay(date: string): boolean {
  return dayPattern.test(date) && !Number.isNaN(Date.parse(date));
}

/** The first thing wrong with what is to be agreed, or undefined. Fields are named below `prefix`. */
export function faultInFacts(
  { title, amount, parties, term, terms }: ContractFacts,
  prefix = '',
): Rejection | undefined {
  const invalid = (field: string, message: string) => reject('INVALID', message, { field: `${prefix}${field}` });
  if (title.trim() === '') return invalid('title', 'A contract needs a title');
  if (!Number.isSafeInteger(amount.minor) || amount.minor < 0) {
    return invalid('amount.minor', 'The amount is a whole number of minor units of at least 0');
  }
  for (const side of ['own', 'customer'] as const) {
    const fault = faultInParty(parties[side]);
    if (fault) return invalid(`parties.${side}.${fault.field}`, fault.message);
  }
  const inTerm = faultInTerm(term);
  if (inTerm) return invalid(`term.${inTerm.field}`, inTerm.message);
  const inTerms = terms.length === 0 ? undefined : faultInTerms(terms);
  if (inTerms) return invalid(inTerms.field, inTerms.message);
  return undefined;
}

interface Fault {
  readonly field: string;
  readonly message: string;
}

function faultInParty({ name, taxNumber }: Party): Fault | undefined {
  if (name.trim() === '') return { field: 'name', message: 'A party is named as it is registered' };
  if (taxNumber !== null && !taxNumberPattern.test(taxNumber)) {
    return { field: 'taxNumber', message: 'A tax number has 6 to 30 letters, digits and dashes' };
  }
  return undefined;
}

function faultInTerm({ from, until, months, noticeDays }: Term): Fault | undefined {
  if (from !== null && !isDay(from)) return { field: 'from', message: 'The first day is a day such as 2026-12-31' };
  if (until !== null && !isDay(until)) return { field: 'until', message: 'The last day is a day such as 2026-12-31' };
  if (from !== null && until !== null && until < from) {
    return { field: 'until', message: 'The last day does not lie before the first' };
  }
  if (!Number.isInteger(months) || months < 1 || months > longestTerm) {
    return { field: 'months', message: `The length is a whole number of months from 1 to ${longestTerm}` };
  }
  if (!Number.isInteger(noticeDays) || noticeDays < 0 || noticeDays > 365) {
    return { field: 'noticeDays', message: 'Notice is given a whole number of days ahead, at most 365' };
  }
  return undefined;
}

/** What may be changed of what is agreed; anything else that is handed over is left out. */
export function agreedChanges({ title, parties, amount, term, terms }: ContractChanges): ContractChanges {
  return {
    ...(title === undefined ? {} : { title }),
    ...(parties === undefined ? {} : { parties }),
    ...(amount === undefined ? {} : { amount }),
    ...(term === undefined ? {} : { term }),
    ...(terms === undefined ? {} : { terms }),
  };
}

/** A file is named by its exact bytes and belongs to this contract; its versions only ever count up. */
export function faultInFile({ document }: ContractFile, number: string, after: number): Rejection | undefined {
  if (!sha256Pattern.test(document.sha256)) {
    return reject('INVALID', 'A SHA-256 in 64 lower-case hexadecimal digits is expected', {
      field: 'file.document.sha256',
    });
  }
  if (document.number !== number) {
    return reject('INVALID', `A version of ${number} is expected`, { field: 'file.document.number' });
  }
  if (document.version <= after) {
    return reject('INVALID', `A version later than ${after} is expected`, {
      field: 'file.document.version',
      facts: { version: after },
    });
  }
  return undefined;
}

/** A day that is given for something that has happened. */
export function faultInPastDay(date: LocalDate, today: LocalDate, field: string): Rejection | undefined {
  if (!isDay(date)) return reject('INVALID', 'A day such as 2026-12-31 is expected', { field });
  if (date > today) return reject('INVALID', 'The day lies in the future', { field });
  return undefined;
}

/** Whether the caller may work on a contract: its owner or who stands in, whoever leads or runs sales, legal and admins. */
export function mayAct({ owner, standIn }: ContractState, { actor }: ContractContext): boolean {
  return actor.id === owner || actor.id === standIn || hasRole(actor, 'manager', 'legal', 'sales-ops', 'admin');
}
