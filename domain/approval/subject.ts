import type { Money } from '../money.ts';

/** What is to be approved. */
export const approvalSubjects = ['contract', 'quote', 'order', 'writeOff'] as const;
export type ApprovalSubject = (typeof approvalSubjects)[number];

/** What a field of a document may hold. */
export type FieldValue = string | number | boolean | Money;

/** Facts about a document by which its way is chosen, such as a discount or a region; they belong to one version of it. */
export type DocumentFields = Readonly<Record<string, FieldValue>>;

/** Facts by which the variant of a new approval is chosen. */
export interface ApprovalFacts {
  readonly subject: ApprovalSubject;
  readonly amount: Money;
  readonly fields?: DocumentFields;
}
