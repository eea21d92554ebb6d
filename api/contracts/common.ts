import { z } from 'zod';
import { locales } from '../../domain/effects.ts';
import { roles } from '../../domain/people.ts';

/** Largest amount taken, in minor units: sums of many still fit a number exactly. */
const mostMinor = 100_000_000_000_000;
const lastInstant = Date.UTC(2100, 0, 1);

/** A text of one line or more that says something. */
export const text = (longest: number) => z.string().trim().min(1).max(longest);

/** An instant as it is answered. */
export const Instant = z.iso.datetime().meta({
  id: 'Instant',
  description: 'A moment in UTC, with milliseconds.',
  example: '2026-11-24T01:12:00.000Z',
});

/** An instant as it is taken. */
export const InstantInput = z
  .union([z.iso.datetime({ offset: true }).transform((written) => Date.parse(written)), z.int()], {
    error: 'A moment such as 2026-12-01T09:00:00+08:00, or milliseconds since 1970',
  })
  .pipe(z.int().min(0).max(lastInstant))
  .meta({
    description: 'A moment: ISO 8601 with its offset, or milliseconds since 1970 UTC. Not after the year 2099.',
    example: '2026-12-01T09:00:00+08:00',
  });

/** A day in the company's own time zone. */
export const LocalDay = z.iso
  .date()
  .regex(/^(?:19|20|21)/, 'A day between 1900 and 2199')
  .meta({ id: 'LocalDay', description: "A day in the company's time zone.", example: '2026-12-31' });

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'An ISO 4217 code such as CNY')
  .meta({ description: 'ISO 4217 code.', example: 'CNY' });

export const Money = z.strictObject({ minor: z.int().min(0).max(mostMinor), currency: Currency }).meta({
  id: 'Money',
  description: 'An amount in whole minor units (fen, cents) of one currency.',
  example: { minor: 12_345_600, currency: 'CNY' },
});

/** A share in percent. */
export const Percent = z.number().min(0).max(100).multipleOf(0.01).meta({
  id: 'Percent',
  description: 'A share in percent, with at most two decimals.',
  example: 13,
});

/** An amount as it is answered: below 0 where something is taken back, as by a red-letter invoice. */
export const SignedMoney = z.object({ minor: z.int(), currency: Currency }).meta({
  id: 'SignedMoney',
  description: 'An amount in whole minor units of one currency; below 0 where something is taken back.',
  example: { minor: 12_345_600, currency: 'CNY' },
});

export const Localised = z.object({ 'zh-CN': z.string(), en: z.string() }).meta({
  id: 'Localised',
  description: 'The same text in both languages.',
  example: { 'zh-CN': '法务审批', en: 'Legal' },
});

export const LocaleName = z.enum(locales).meta({ description: 'Language of mails and pages.', example: 'zh-CN' });

export const RoleName = z.enum(roles).meta({ description: 'What a person may do.', example: 'sales' });

/** A person as they are named beside other things. */
export const PersonRef = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: 'PersonRef', description: 'A person by id and name.', example: { id: 'li.na', name: '李娜' } });

export const CustomerRef = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: 'CustomerRef', description: 'A customer by id and name.', example: { id: 'c-102', name: '杭州泵业' } });

export const Id = z.string().min(1).max(200);

export const CommandId = z
  .string()
  .regex(/^[\w.-]{1,100}$/, 'Up to 100 letters, digits, dots, dashes and underscores')
  .meta({
    description: 'Made by the caller, best a UUID. Whatever arrives under the same id is carried out once.',
    example: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
  });

export const ExpectedVersion = z.int().min(1).meta({
  description: 'Refuses the command when the process has moved on since the caller read it.',
  example: 7,
});

/** A number in the query of an address. */
const queryInt = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'A whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most));

/** A yes or no in the query of an address. */
export const queryFlag = z.enum(['true', 'false', '1', '0']).transform((given) => given === 'true' || given === '1');

/** How a long list is read, page by page. */
export const paging = {
  limit: queryInt(1, 100).default(50).meta({ description: 'Rows on a page, at most 100.', example: '50' }),
  cursor: z.string().max(2_000).optional().meta({
    description: '`next` of the page before. It belongs to the same sort order.',
    example: 'WyItdXBkYXRlZEF0IiwxNzk1…',
  }),
};

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const page = z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last one.' }),
  });
  return page.meta({ example: { items: [item.meta()?.example], next: null } });
}
