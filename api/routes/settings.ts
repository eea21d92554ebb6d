import { z } from 'zod';
import type { SettingKey } from '../../domain/company-settings.ts';
import type { Prisma } from '../../prisma/client.ts';
import { readSetting } from '../../prisma/company-settings.ts';
import type { Caller } from '../auth/caller.ts';
import {
  SettingChange,
  SettingHistory,
  SettingList,
  SettingParams,
  SettingView,
  settingKeys,
  settingValues,
} from '../contracts/settings.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { parsed } from '../http/parse.ts';
import { locked } from '../organisation/lock.ts';
import { Problem } from '../problem.ts';
import { iso, namesOf } from '../rows.ts';

const tag = 'Company';

/** What the company decides for itself, each change under a version and with who made it. */
export function settingRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/settings',
      tag,
      summary: 'The settings of the company',
      description: 'For admins.',
      roles: ['admin'],
      answers: { 200: { description: 'All settings.', schema: SettingList } },
      handle: async () => ok({ items: await Promise.all(settingKeys.map((key) => readSetting(prisma, key))) }),
    }),
    endpoint({
      method: 'put',
      path: '/settings/{key}',
      tag,
      summary: 'Change a setting',
      description: 'For admins. Counts at once; earlier values stay on record.',
      roles: ['admin'],
      params: SettingParams,
      body: SettingChange,
      answers: { 200: { description: 'The setting, under its new version.', schema: SettingView } },
      problems: ['STALE_VERSION'],
      handle: async ({ params, body, caller }) => {
        await changeSetting(dependencies, caller, params.key, body.value, body.expectedVersion);
        return ok(await readSetting(prisma, params.key));
      },
    }),
    endpoint({
      method: 'get',
      path: '/settings/{key}/history',
      tag,
      summary: 'The history of a setting',
      description: 'For admins: every value it has had, the latest first, with who set it and when.',
      roles: ['admin'],
      params: SettingParams,
      answers: { 200: { description: 'Its values.', schema: SettingHistory } },
      handle: async ({ params: { key } }) => {
        const rows = await prisma.companySetting.findMany({ where: { key }, orderBy: { version: 'desc' }, take: 200 });
        const names = await namesOf(
          prisma,
          rows.map(({ changedBy }) => changedBy),
        );
        const items = rows.map(({ version, value, changedBy, changedAt }) => ({
          version,
          value,
          changedBy: { id: changedBy, name: names(changedBy) },
          changedAt: iso(changedAt),
        }));
        return ok({ items });
      },
    }),
  ];
}

async function changeSetting(
  { prisma, wallClock }: ApiDependencies,
  caller: Caller,
  key: SettingKey,
  given: unknown,
  expectedVersion: number,
): Promise<void> {
  const { value } = parsed(z.object({ value: settingValues[key] }), { value: given });
  await locked(prisma, async (database) => {
    const { version } = await readSetting(database, key);
    if (version !== expectedVersion) {
      throw new Problem('STALE_VERSION', `The setting is at version ${version}, not ${expectedVersion}`, {
        facts: { version },
      });
    }
    const changedAt = new Date(wallClock());
    const stored = value as unknown as Prisma.InputJsonValue;
    const data = { key, version: version + 1, value: stored, changedBy: caller.id, changedAt };
    await database.companySetting.create({ data });
  });
}
