/** Why a command was refused. Stable: callers branch on these, never on the wording. */
export const rejectionCodes = [
  'INVALID',
  'NOT_ALLOWED',
  'NOT_HOLDER',
  'STALE_VERSION',
  'STALE_DOCUMENT',
  'ALREADY_DECIDED',
  'SENT_BACK',
  'WAITS_FOR_OTHERS',
  'CLOSED',
  'ILLEGAL_NOW',
  'FIELDS_MISSING',
  'REASON_REQUIRED',
  'COMMENT_REQUIRED',
  'PERSON_UNAVAILABLE',
  'TRANSFER_CYCLE',
  'URGED_RECENTLY',
  'NO_APPROVER',
  'CURRENCY_MISMATCH',
  'DUPLICATE_RECEIPT',
  'PROMISE_LIMIT',
  'EXCEEDS_OPEN',
  'OVER_INVOICED',
  'UNKNOWN_STAGE',
  'MOVE_NOT_ALLOWED',
  'UNKNOWN_STEP',
  'OVER_SHIPMENT',
  'OVER_RETURN',
  'BELOW_SHIPPED',
  'CREDIT_HOLD',
] as const;
export type RejectionCode = (typeof rejectionCodes)[number];

/** A refusal, with what a person needs to understand or mend it. */
export interface Rejection {
  readonly ok: false;
  readonly code: RejectionCode;
  /** One English sentence for developers and logs; people see the text of the code in their own language. */
  readonly message: string;
  /** For bad input: path of the offending field within the command. */
  readonly field?: string;
  /** Plain facts, such as who decided and when. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

export function reject(
  code: RejectionCode,
  message: string,
  more: { field?: string; facts?: Rejection['facts'] } = {},
): Rejection {
  return { ok: false, code, message, ...more };
}
