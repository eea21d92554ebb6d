import {
  CompanyNoticeSettingsInput,
  CompanyNoticeSettingsView,
  PersonalNoticeSettingsInput,
  PersonalNoticeSettingsView,
} from '../contracts/notices.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import {
  changeCompanySettings,
  changePersonalSettings,
  companySettingsView,
  personalSettingsView,
} from '../notices/settings.ts';

const tag = 'Notices';

/** Which notice comes on which channel, and when nobody is to be disturbed. */
export function noticeSettingsRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/notice-settings',
      tag,
      summary: "Read the company's notice settings",
      description: 'Every notice and channel as it counts, quiet hours and the daily summary.',
      answers: { 200: { description: 'The settings.', schema: CompanyNoticeSettingsView } },
      handle: async () => ok(await companySettingsView(prisma)),
    }),
    endpoint({
      method: 'put',
      path: '/notice-settings',
      tag,
      summary: "Change the company's notice settings",
      description:
        'For admins. Counts for notices from now on. Requests for decisions, letters and alarms cannot be switched off.',
      roles: ['admin'],
      body: CompanyNoticeSettingsInput,
      answers: { 200: { description: 'The settings.', schema: CompanyNoticeSettingsView } },
      problems: ['STALE_VERSION', 'CHANNEL_FIXED'],
      handle: async ({ body, caller }) => {
        await changeCompanySettings(dependencies, caller, body);
        return ok(await companySettingsView(prisma));
      },
    }),
    endpoint({
      method: 'get',
      path: '/me/notice-settings',
      tag,
      summary: 'Read my notice settings',
      description: 'How notices come to the caller, and where the choice is theirs.',
      answers: { 200: { description: 'The settings.', schema: PersonalNoticeSettingsView } },
      handle: async ({ caller }) => ok(await personalSettingsView(prisma, caller.id)),
    }),
    endpoint({
      method: 'put',
      path: '/me/notice-settings',
      tag,
      summary: 'Change my notice settings',
      description: 'Within what the company leaves to each person.',
      body: PersonalNoticeSettingsInput,
      answers: { 200: { description: 'The settings.', schema: PersonalNoticeSettingsView } },
      problems: ['STALE_VERSION', 'CHANNEL_FIXED'],
      handle: async ({ body, caller }) => {
        await changePersonalSettings(dependencies, caller, body);
        return ok(await personalSettingsView(prisma, caller.id));
      },
    }),
  ];
}
