import type { z } from 'zod';
import { type Notice, notices } from '../../domain/effects.ts';
import { catalogue } from '../../domain/notices/catalogue.ts';
import {
  type CompanyMatrix,
  faultInChoices,
  faultInCompanyMatrix,
  isFixed,
  type NoticeChannel,
  noticeChannels,
  noticeRow,
  type PersonalMatrix,
  wants,
} from '../../domain/notices/matrix.ts';
import { digestOf, quietHoursOf } from '../../domain/notices/settings.ts';
import { wakeDigests } from '../../gateway/wake.ts';
import type { Prisma } from '../../prisma/client.ts';
import {
  companyNoticeSettings,
  companyOwner,
  type Kept,
  personalNoticeSettings,
  personalOwner,
} from '../../prisma/notice-settings.ts';
import type { Caller } from '../auth/caller.ts';
import type {
  CompanyNoticeSettingsInput,
  CompanyNoticeSettingsView,
  PersonalNoticeSettingsInput,
  PersonalNoticeSettingsView,
} from '../contracts/notices.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { fieldProblem, Problem } from '../problem.ts';
import { whileInReach } from '../reach.ts';

type Database = Prisma.TransactionClient;

function byChannel<T>(value: (channel: NoticeChannel) => T): Record<NoticeChannel, T> {
  return Object.fromEntries(noticeChannels.map((channel) => [channel, value(channel)])) as Record<NoticeChannel, T>;
}

/** The company's settings as they count. */
export async function companySettingsView(prisma: Database): Promise<z.output<typeof CompanyNoticeSettingsView>> {
  const { settings, version } = await companyNoticeSettings(prisma);
  const rows = notices.map((notice) => {
    const { channels, urgent } = noticeRow(settings.matrix, notice);
    const cell = (channel: NoticeChannel) => ({ cell: channels[channel], fixed: isFixed(notice, channel) });
    return { notice, label: catalogue[notice].label, urgent, channels: byChannel(cell) };
  });
  const { quiet, digest } = settings;
  return { rows, quiet, digest, version };
}

/** How notices come to a person. Letters go to customers and are none of theirs. */
export async function personalSettingsView(
  prisma: Database,
  userId: string,
): Promise<z.output<typeof PersonalNoticeSettingsView>> {
  const { settings: company } = await companyNoticeSettings(prisma);
  const { settings: own, version } = await personalNoticeSettings(prisma, userId);
  const theirs: readonly Notice[] = notices.filter((notice) => catalogue[notice].sort !== 'letter');
  const rows = theirs.map((notice) => {
    const { channels } = noticeRow(company.matrix, notice);
    const cell = (channel: NoticeChannel) => ({
      wanted: wants(channels[channel], own.matrix[notice]?.[channel]),
      free: channels[channel] === 'on' || channels[channel] === 'off',
    });
    return { notice, label: catalogue[notice].label, channels: byChannel(cell) };
  });
  return {
    rows,
    quiet: quietHoursOf(company, own),
    digest: digestOf(company, own),
    own: { quiet: own.quiet !== undefined, digest: own.digest !== undefined },
    version,
  };
}

/** Replaces what the company has changed of the defaults. */
export async function changeCompanySettings(
  dependencies: ApiDependencies,
  caller: Caller,
  { expectedVersion, ...settings }: z.output<typeof CompanyNoticeSettingsInput>,
): Promise<void> {
  const fault = faultInCompanyMatrix(settings.matrix as CompanyMatrix);
  if (fault) throw fieldProblem('CHANNEL_FIXED', fault.field, fault.message);
  await dependencies.prisma.$transaction(async (database) => {
    await lock(database);
    const present = await companyNoticeSettings(database);
    await keep(dependencies, database, caller, { owner: companyOwner, present, expectedVersion, settings });
  });
  await whileInReach(dependencies.gateway, wakeDigests(dependencies.gateway));
}

/** Replaces what a person has chosen for themselves. */
export async function changePersonalSettings(
  dependencies: ApiDependencies,
  caller: Caller,
  { expectedVersion, ...settings }: z.output<typeof PersonalNoticeSettingsInput>,
): Promise<void> {
  await dependencies.prisma.$transaction(async (database) => {
    await lock(database);
    const company = await companyNoticeSettings(database);
    const fault = faultInChoices(settings.matrix as PersonalMatrix, company.settings.matrix);
    if (fault) throw fieldProblem('CHANNEL_FIXED', fault.field, fault.message);
    const present = await personalNoticeSettings(database, caller.id);
    await keep(dependencies, database, caller, { owner: personalOwner(caller.id), present, expectedVersion, settings });
  });
  await whileInReach(dependencies.gateway, wakeDigests(dependencies.gateway));
}

/** Changes of settings wait for each other behind this advisory lock: they are rare, and a version must not be skipped. */
const settingsLock = 4_012_120;

async function lock(database: Database): Promise<void> {
  await database.$executeRaw`SELECT pg_advisory_xact_lock(${settingsLock}::bigint)`;
}

interface Change {
  readonly owner: string;
  readonly present: Kept<unknown>;
  readonly expectedVersion: number | undefined;
  readonly settings: object;
}

async function keep(
  { now }: ApiDependencies,
  database: Database,
  caller: Caller,
  { owner, present, expectedVersion, settings }: Change,
): Promise<void> {
  const { version } = present;
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new Problem('STALE_VERSION', `The settings are at version ${version}, not ${expectedVersion}`, {
      facts: { version },
    });
  }
  const data = {
    data: settings as Prisma.InputJsonObject,
    version: version + 1,
    updatedBy: caller.id,
    updatedAt: new Date(now()),
  };
  await database.noticeSettings.upsert({ where: { owner }, update: data, create: { owner, ...data } });
}
