import { z } from 'zod';
import { NoticeListQuery, NoticePage, NoticeParams, NoticeView, ReadUpTo, UnreadCount } from '../contracts/notices.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { ok } from '../http/answer.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { cursorFor, page, positionOf } from '../keyset.ts';
import { markRead, noticeView, unreadCount } from '../notices/inbox.ts';
import { streamNotices } from '../notices/stream.ts';
import { Problem } from '../problem.ts';

const tag = 'Notices';

/** What a person has been told, as it is read in the product. */
export function noticeRoutes(dependencies: ApiDependencies): Endpoint[] {
  const { prisma, config } = dependencies;
  return [
    endpoint({
      method: 'get',
      path: '/notices',
      tag,
      summary: 'List my notices',
      description: 'The newest first, in the language of the caller.',
      query: NoticeListQuery,
      answers: { 200: { description: 'A page.', schema: NoticePage } },
      problems: ['MALFORMED'],
      handle: async ({ caller, query: { unread, limit, cursor } }) => {
        const [before] = cursor === undefined ? [] : positionOf(cursor, 'notices', z.tuple([z.int().min(0)]));
        const rows = await prisma.notice.findMany({
          where: {
            userId: caller.id,
            ...(before === undefined ? {} : { position: { lt: before } }),
            ...(unread === undefined ? {} : { readAt: unread ? null : { not: null } }),
          },
          orderBy: { position: 'desc' },
          take: limit + 1,
        });
        const { items, next } = page(rows, limit, ({ position }) => cursorFor('notices', [position]));
        return ok({ items: items.map((row) => noticeView(row, caller.locale, config.publicUrl)), next });
      },
    }),
    endpoint({
      method: 'get',
      path: '/notices/unread',
      tag,
      summary: 'Count what I have not read',
      description: 'How many notices the caller has not read yet.',
      answers: { 200: { description: 'The count.', schema: UnreadCount } },
      handle: async ({ caller }) => ok({ unread: await unreadCount(prisma, caller.id) }),
    }),
    endpoint({
      method: 'get',
      path: '/notices/stream',
      tag,
      summary: 'My notices as they come',
      description:
        'Server-sent events: `notice` with a notice as in the list and its position as id, and `unread` with the count. A client that comes back with `Last-Event-ID` gets what it has missed; a comment is sent every 20 seconds.',
      answers: { 200: { description: 'The stream.', contentType: 'text/event-stream' } },
      problems: ['TOO_MANY_REQUESTS'],
      handle: async ({ caller, request }) => streamNotices(dependencies, caller, request),
    }),
    endpoint({
      method: 'post',
      path: '/notices/{position}/read',
      tag,
      summary: 'Mark a notice as read',
      description: 'Marking it again changes nothing.',
      params: NoticeParams,
      answers: { 200: { description: 'The notice.', schema: NoticeView } },
      handle: async ({ caller, params: { position } }) => {
        await markRead(dependencies, caller.id, { position });
        const row = await prisma.notice.findUnique({ where: { userId_position: { userId: caller.id, position } } });
        if (!row) throw new Problem('NOT_FOUND', `You have no notice ${position}`);
        return ok(noticeView(row, caller.locale, config.publicUrl));
      },
    }),
    endpoint({
      method: 'post',
      path: '/notices/read',
      tag,
      summary: 'Mark all as read',
      description: 'Up to the newest one the caller has seen, so that one that arrives meanwhile stays unread.',
      body: ReadUpTo,
      mayOmitBody: true,
      answers: { 200: { description: 'What is left.', schema: UnreadCount } },
      handle: async ({ caller, body: { upTo } }) => {
        await markRead(dependencies, caller.id, upTo === undefined ? {} : { position: { lte: upTo } });
        return ok({ unread: await unreadCount(prisma, caller.id) });
      },
    }),
  ];
}
