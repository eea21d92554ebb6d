import { z } from 'zod';
import { Instant, LocalDay, LocaleName, Money, pageOf, paging } from './common.ts';

const line = {
  planId: 'PP-DEMO05',
  instalment: 'i1',
  number: 'C-2026-0188/1',
  label: '首付款',
  dueOn: '2026-11-10',
  open: { minor: 6_000_000, currency: 'CNY' },
  level: 2,
};

/** A letter to a customer as it went out. */
const LetterView = z
  .object({
    id: z.string(),
    day: LocalDay.meta({ description: 'A contact gets at most one letter a day.' }),
    to: z.object({ name: z.string(), email: z.string() }),
    notice: z.string().meta({ description: 'Its tone, that of the sternest step of the day.' }),
    wording: z.string().meta({ description: 'Version of the words.' }),
    locale: LocaleName,
    subject: z.string().nullable(),
    status: z.string().meta({ description: '`pending`, `deferred`, `sent`, `dropped` or `failed`.' }),
    sentAt: Instant.nullable(),
    createdAt: Instant,
    planIds: z.array(z.string()),
    lines: z.array(
      z.object({
        planId: z.string(),
        instalment: z.string(),
        number: z.string(),
        label: z.string(),
        dueOn: LocalDay,
        open: Money,
        level: z.int(),
      }),
    ),
  })
  .meta({
    id: 'LetterView',
    example: {
      id: 'L-1f0c2a8e5b7d4e90',
      day: '2026-11-17',
      to: { name: '钱宇', email: 'qianyu@yunhai.example' },
      notice: 'payment.secondReminder',
      wording: '2026-11',
      locale: 'zh-CN',
      subject: 'C-2026-0188 付款：年度软件服务',
      status: 'sent',
      sentAt: '2026-11-17T02:00:01.204Z',
      createdAt: '2026-11-17T02:00:00.812Z',
      planIds: ['PP-DEMO05'],
      lines: [line],
    },
  });

export const LetterQuery = z.strictObject(paging);
export const LetterPage = pageOf(LetterView).meta({ id: 'LetterPage' });
