import { z } from 'zod';
import { notices } from '../../domain/effects.ts';
import { cells, noticeChannels } from '../../domain/notices/matrix.ts';
import { Instant, Localised, pageOf, paging, queryFlag } from './common.ts';

const exampleNotice = {
  position: 42,
  notice: 'approval.requested',
  label: { 'zh-CN': '待您审批', en: 'Approval requested' },
  title: 'C-7Q2M4K9XTB 审批：二期扩容',
  body: '以下文件等待您的审批。',
  process: { id: 'AP-7Q2M4K9XTB-1', url: 'https://fairway.example/processes/AP-7Q2M4K9XTB-1' },
  createdAt: '2026-11-23T01:12:00.000Z',
  readAt: null,
} as const;

/** A notice as its reader finds it in the product. */
export const NoticeView = z
  .object({
    position: z.int().meta({ description: 'Rises by one for each reader; the id of its event in the stream.' }),
    notice: z.enum(notices),
    label: Localised,
    title: z.string().meta({ description: "In the caller's language." }),
    body: z.string().meta({ description: 'Plain text of several paragraphs.' }),
    process: z.object({ id: z.string(), url: z.string().meta({ description: 'Where it is in the console.' }) }),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'NoticeView', example: exampleNotice });

export const NoticePage = pageOf(NoticeView).meta({ id: 'NoticePage' });

export const NoticeListQuery = z.strictObject({
  unread: queryFlag.optional().meta({ description: '`true`: only those not read yet; `false`: only those read.' }),
  ...paging,
});

export const NoticeParams = z.strictObject({
  position: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

export const UnreadCount = z.object({ unread: z.int() }).meta({ id: 'UnreadCount', example: { unread: 3 } });

export const ReadUpTo = z.strictObject({ upTo: z.int().min(1).max(2_000_000_000).optional() }).meta({
  id: 'ReadUpTo',
  description: 'The newest one that was seen; all there are when absent.',
  example: { upTo: 42 },
});

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day such as 08:30')
  .meta({ description: "A time of day in the company's time zone.", example: '08:30' });

const QuietHours = z
  .strictObject({ from: TimeOfDay, until: TimeOfDay, daysOff: z.boolean().default(true) })
  .refine(({ from, until }) => from !== until, { path: ['until'], error: 'The two times must differ' })
  .meta({
    description: 'Nothing but what is urgent comes between these times, nor (daysOff) on days on which nobody works.',
    example: { from: '20:00', until: '08:00', daysOff: true },
  });

const DigestTime = z
  .strictObject({ on: z.boolean(), at: TimeOfDay })
  .meta({ description: 'A mail on each working day with all that waits for a person.' });

const Channel = z.enum(noticeChannels);
const Cell = z.enum(cells).meta({
  description: '`always` and `never` hold for everybody; `on` and `off` until a person chooses otherwise.',
});

const CompanyMatrix = z.partialRecord(
  z.enum(notices),
  z.strictObject({ channels: z.partialRecord(Channel, Cell).optional(), urgent: z.boolean().optional() }),
);
const PersonalMatrix = z.partialRecord(z.enum(notices), z.partialRecord(Channel, z.boolean()));

const version = z.int().min(0).meta({ description: 'Rises with each change; 0 before the first.' });
const expectedVersion = version
  .optional()
  .meta({ description: 'Refuses the change when somebody else has made one since.' });

export const CompanyNoticeSettingsInput = z
  .strictObject({
    matrix: CompanyMatrix.default({}),
    quiet: QuietHours.nullable().default(null),
    digest: DigestTime.default({ on: false, at: '08:30' }),
    expectedVersion,
  })
  .meta({
    id: 'CompanyNoticeSettingsInput',
    description: 'What differs from the defaults. What is left out is as by default.',
    example: {
      matrix: { 'approval.decided': { channels: { email: 'off', wecom: 'on' } }, 'approval.urged': { urgent: true } },
      quiet: { from: '20:00', until: '08:00', daysOff: true },
      digest: { on: true, at: '08:30' },
    },
  });

export const PersonalNoticeSettingsInput = z
  .strictObject({
    matrix: PersonalMatrix.default({}),
    quiet: QuietHours.nullable().optional().meta({ description: "Null: none. Absent: the company's." }),
    digest: DigestTime.optional().meta({ description: "Absent: the company's." }),
    expectedVersion,
  })
  .meta({
    id: 'PersonalNoticeSettingsInput',
    example: { matrix: { 'payment.settled': { email: false } }, quiet: null, digest: { on: true, at: '08:00' } },
  });

const CompanyRow = z.object({
  notice: z.enum(notices),
  label: Localised,
  urgent: z.boolean().meta({ description: 'Does not wait for the end of quiet hours.' }),
  channels: z.record(
    Channel,
    z.object({ cell: Cell, fixed: z.boolean().meta({ description: 'No company may change it.' }) }),
  ),
});

const exampleCells = (email: 'always' | 'on', fixed: boolean) => ({
  email: { cell: email, fixed },
  inApp: { cell: 'always', fixed: true },
  wecom: { cell: 'on', fixed: false },
  dingtalk: { cell: 'on', fixed: false },
  feishu: { cell: 'on', fixed: false },
});

export const CompanyNoticeSettingsView = z
  .object({
    rows: z.array(CompanyRow).meta({ description: 'Every notice as it counts now.' }),
    quiet: QuietHours.nullable(),
    digest: DigestTime,
    version,
  })
  .meta({
    id: 'CompanyNoticeSettingsView',
    example: {
      rows: [
        {
          notice: 'approval.requested',
          label: exampleNotice.label,
          urgent: false,
          channels: exampleCells('always', true),
        },
      ],
      quiet: null,
      digest: { on: false, at: '08:30' },
      version: 0,
    },
  });

const PersonalRow = z.object({
  notice: z.enum(notices),
  label: Localised,
  channels: z.record(
    Channel,
    z.object({
      wanted: z.boolean(),
      free: z.boolean().meta({ description: 'Whether the choice is left to the person.' }),
    }),
  ),
});

export const PersonalNoticeSettingsView = z
  .object({
    rows: z.array(PersonalRow).meta({ description: 'Every notice as it comes to the caller now.' }),
    quiet: QuietHours.nullable(),
    digest: DigestTime,
    own: z
      .object({ quiet: z.boolean(), digest: z.boolean() })
      .meta({ description: "Whether these are the caller's own." }),
    version,
  })
  .meta({
    id: 'PersonalNoticeSettingsView',
    example: {
      rows: [
        {
          notice: 'approval.requested',
          label: exampleNotice.label,
          channels: {
            email: { wanted: true, free: false },
            inApp: { wanted: true, free: false },
            wecom: { wanted: true, free: true },
            dingtalk: { wanted: true, free: true },
            feishu: { wanted: true, free: true },
          },
        },
      ],
      quiet: null,
      digest: { on: true, at: '08:00' },
      own: { quiet: false, digest: true },
      version: 2,
    },
  });
