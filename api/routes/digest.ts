import { rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import { html } from '../../domain/html.ts';
import type { Localised } from '../../domain/variant.ts';
import { switchDigestOff } from '../../prisma/digests.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Answer } from '../http/answer.ts';
import { type Endpoint, openEndpoint } from '../http/endpoint.ts';
import { Problem } from '../problem.ts';

const tag = 'Notices';
const params = z.strictObject({ token: z.string().regex(/^[\w-]{32}$/) });
const page = { description: 'A page for people.', contentType: 'text/html; charset=utf-8' };

const texts = {
  title: { en: 'Daily summary', 'zh-CN': '每日待办邮件' },
  asks: { en: 'Do you want the daily summary to stop?', 'zh-CN': '确定不再接收每日待办邮件吗？' },
  stops: { en: 'Stop the daily summary', 'zh-CN': '停止发送' },
  stopped: {
    en: 'The daily summary has been switched off. All other notices come as before; it can be switched on again in your settings.',
    'zh-CN': '已停止发送每日待办邮件，其他通知不受影响；您可随时在个人设置中重新开启。',
  },
} as const satisfies Record<string, Localised>;

/** Leaving the daily summary from a mail, without signing in: opening the link changes nothing, only the press does. */
export function digestRoutes({ prisma, now }: ApiDependencies): Endpoint[] {
  const path = '/digest/unsubscribe/{token}';
  const limiter = rateLimit({ windowMs: 60_000, limit: 60, standardHeaders: 'draft-7', legacyHeaders: false });
  const known = async (token: string) => {
    if (!(await prisma.digestLink.findUnique({ where: { token } }))) {
      throw new Problem('NOT_FOUND', 'This link belongs to nobody');
    }
  };
  return [
    openEndpoint({
      method: 'get',
      path,
      tag,
      summary: 'Ask whether the daily summary is to stop',
      description: 'Where List-Unsubscribe leads. Changes nothing.',
      params,
      limiter,
      answers: { 200: page },
      handle: async ({ params: { token } }) => {
        await known(token);
        const { asks, stops } = texts;
        return pageOf(
          html`<p>${asks['zh-CN']}<br>${asks.en}</p>
<form method="post"><button>${stops['zh-CN']} / ${stops.en}</button></form>`.text,
        );
      },
    }),
    openEndpoint({
      method: 'post',
      path,
      tag,
      summary: 'Stop the daily summary',
      description: 'One click per RFC 8058. Switches off the daily summary of one person and nothing else.',
      params,
      limiter,
      answers: { 200: page },
      handle: async ({ params: { token } }) => {
        await known(token);
        await switchDigestOff(prisma, token, now());
        const { stopped } = texts;
        return pageOf(html`<p>${stopped['zh-CN']}<br>${stopped.en}</p>`.text);
      },
    }),
  ];
}

function pageOf(body: string): Answer {
  const { title } = texts;
  const text = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>${title['zh-CN']} / ${title.en}</title></head>
<body style="max-width:34rem;margin:3rem auto;padding:0 1rem;font-family:sans-serif;line-height:1.6">${body}</body></html>
`;
  return { status: 200, headers: { 'Content-Type': page.contentType }, body: new TextEncoder().encode(text) };
}
