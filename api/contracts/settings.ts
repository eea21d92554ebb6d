import { z } from 'zod';
import type { CompanySettings, SettingKey } from '../../domain/company-settings.ts';
import { Instant, Money, PersonRef } from './common.ts';

/** What each setting may be. */
export const settingValues = {
  stepUp: z.strictObject({
    from: z
      .array(Money)
      .max(20)
      .refine((limits) => new Set(limits.map(({ currency }) => currency)).size === limits.length, {
        error: 'One limit a currency',
      })
      .meta({
        description:
          'From these amounts on, a decision from a mail link takes a code that is mailed separately. An amount in a currency without a limit takes one too; with no limit at all none does.',
      }),
  }),
  mailLinks: z.strictObject({
    graceHours: z
      .int()
      .min(0)
      .max(168)
      .meta({ description: 'Hours a link outlives the deadline of its task; in all at most seven days.' }),
  }),
} as const satisfies { readonly [Key in SettingKey]: z.ZodType<CompanySettings[Key]> };

export const settingKeys = Object.keys(settingValues) as [SettingKey, ...SettingKey[]];

const Value = z.union([settingValues.stepUp, settingValues.mailLinks]);

const example = { key: 'stepUp', value: { from: [{ minor: 100_000_000, currency: 'CNY' }] }, version: 2 } as const;

export const SettingView = z
  .object({
    key: z.enum(settingKeys),
    value: Value,
    version: z.int().meta({ description: '0 as long as nobody has changed it.' }),
  })
  .meta({ id: 'SettingView', example });

export const SettingList = z
  .object({ items: z.array(SettingView) })
  .meta({ id: 'SettingList', example: { items: [example] } });

export const SettingParams = z.strictObject({ key: z.enum(settingKeys) });

export const SettingChange = z
  .strictObject({
    value: z.unknown().meta({ description: 'As `GET /settings` shows it.' }),
    expectedVersion: z.int().min(0).meta({ description: 'Refused when it has changed since.' }),
  })
  .meta({ id: 'SettingChange', example: { value: example.value, expectedVersion: 1 } });

export const SettingHistory = z
  .object({
    items: z.array(z.object({ version: z.int(), value: Value, changedBy: PersonRef, changedAt: Instant })),
  })
  .meta({
    id: 'SettingHistory',
    example: {
      items: [
        {
          version: 2,
          value: example.value,
          changedBy: { id: 'admin', name: '系统管理员' },
          changedAt: '2026-11-24T01:12:00.000Z',
        },
      ],
    },
  });
