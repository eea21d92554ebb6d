import { type CompanySettings, defaultSettings, type SettingKey } from '../domain/company-settings.ts';
import type { PrismaClient } from './client.ts';

/** A setting as it stands, with its version; 0 as long as nobody has changed it. */
export interface StoredSetting<Key extends SettingKey = SettingKey> {
  readonly key: Key;
  readonly value: CompanySettings[Key];
  readonly version: number;
}

/** Reads one setting of the company. */
export async function readSetting<Key extends SettingKey>(
  prisma: Pick<PrismaClient, 'companySetting'>,
  key: Key,
): Promise<StoredSetting<Key>> {
  const row = await prisma.companySetting.findFirst({ where: { key }, orderBy: { version: 'desc' } });
  const value = row ? (row.value as unknown as CompanySettings[Key]) : defaultSettings[key];
  return { key, value, version: row?.version ?? 0 };
}
