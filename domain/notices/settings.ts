import type { CompanyMatrix, PersonalMatrix } from './matrix.ts';
import type { QuietHours, TimeOfDay } from './quiet.ts';

/** The daily summary: whether it comes, and when on each working day. */
export interface DigestTime {
  readonly on: boolean;
  readonly at: TimeOfDay;
}

/** How the company wants its people to be told. */
export interface CompanyNoticeSettings {
  readonly matrix: CompanyMatrix;
  /** Null: there are none unless a person has their own. */
  readonly quiet: QuietHours | null;
  readonly digest: DigestTime;
}

/** How a person wants to be told. Absent: like the company. */
export interface PersonalNoticeSettings {
  readonly matrix: PersonalMatrix;
  /** Null: no quiet hours, whatever the company has. */
  readonly quiet?: QuietHours | null;
  readonly digest?: DigestTime;
}

export const standardCompanySettings: CompanyNoticeSettings = {
  matrix: {},
  quiet: null,
  digest: { on: false, at: '08:30' },
};

export const noPersonalSettings: PersonalNoticeSettings = { matrix: {} };

export function quietHoursOf(company: CompanyNoticeSettings, person: PersonalNoticeSettings): QuietHours | null {
  return person.quiet === undefined ? company.quiet : person.quiet;
}

export function digestOf(company: CompanyNoticeSettings, person: PersonalNoticeSettings): DigestTime {
  return person.digest ?? company.digest;
}
