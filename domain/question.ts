import { type CreditQuery, creditKey } from './credit.ts';
import { type PeopleQuery, queryKey } from './people.ts';

/** Everything a rule may have looked up: about the organisation, or about how a customer pays. */
export type Question = PeopleQuery | CreditQuery;

/** One text per question, the same for equal questions: the key of its answer in a directory. */
export function questionKey(question: Question): string {
  return isAboutCredit(question) ? creditKey(question) : queryKey(question);
}

export function isAboutCredit(question: Question): question is CreditQuery {
  return question.find === 'creditStanding' || question.find === 'paymentSigns';
}
