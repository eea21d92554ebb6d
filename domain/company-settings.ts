import type { Money } from './money.ts';

/** What a company decides for itself, as data. */
export interface CompanySettings {
  readonly stepUp: {
    /** A decision from a mail link about at least this much takes a code that is mailed separately; one limit a currency. */
    readonly from: readonly Money[];
  };
  readonly mailLinks: {
    /** Hours for which a link outlives the deadline of its task; it is never good for more than seven days. */
    readonly graceHours: number;
  };
}

export type SettingKey = keyof CompanySettings;

/** What counts as long as nobody has decided otherwise. */
export const defaultSettings: CompanySettings = {
  stepUp: { from: [{ minor: 1_000_000_00, currency: 'CNY' }] },
  mailLinks: { graceHours: 72 },
};

/**
 * Whether a decision about an amount takes a second proof of who decides. Once there is any limit, an amount in a
 * currency without one does too: nothing says that it is small. With no limit at all none does.
 */
export function needsStepUp({ from }: CompanySettings['stepUp'], amount: Money): boolean {
  const limit = from.find(({ currency }) => currency === amount.currency);
  return limit ? amount.minor >= limit.minor : from.length > 0;
}
