import { createHmac } from 'node:crypto';
import { fitting, harmless, type RobotPlatform, verdictBy } from './robot.ts';

const longest = 18_000;
/** The system is busy; sent too fast, of which 20 a minute are let through. */
const busy = [-1, 130101, 410100];

/** 钉钉 custom robots: Markdown; with a secret, moment and signature go into the query. */
export const dingtalk: RobotPlatform = {
  request({ url, secret }, { title, paragraphs, link }, nowMs) {
    const end = `\n\n[${harmless(link.label)}](${link.url})`;
    const lines = [`#### ${harmless(title)}`, ...paragraphs.map((text) => harmless(text).replaceAll('\n', '  \n'))];
    const text = fitting(lines.join('\n\n'), longest - Buffer.byteLength(end)) + end;
    const body = JSON.stringify({ msgtype: 'markdown', markdown: { title: fitting(harmless(title), 200), text } });
    if (!secret) return { url, body };
    const signed = new URL(url);
    signed.searchParams.set('timestamp', String(nowMs));
    signed.searchParams.set('sign', createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64'));
    return { url: signed.href, body };
  },
  verdict: (status, body) => verdictBy(status, body, ({ errcode, errmsg }) => ({ code: errcode, text: errmsg }), busy),
};
