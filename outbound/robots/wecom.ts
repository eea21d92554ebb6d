import { fitting, harmless, type RobotPlatform, verdictBy } from './robot.ts';

/** The longest Markdown a robot of WeCom takes, in bytes. */
const longest = 4_096;
/** The system is busy; too many calls, of which 20 a minute are let through. */
const busy = [-1, 45009, 45033];

/** 企业微信 group robots: Markdown, known by the key in their address alone. */
export const wecom: RobotPlatform = {
  request({ url }, { title, paragraphs, link }) {
    const end = `\n\n[${harmless(link.label)}](${link.url})`;
    const text = [`**${harmless(title)}**`, ...paragraphs.map(harmless)].join('\n\n');
    const content = fitting(text, longest - Buffer.byteLength(end)) + end;
    return { url, body: JSON.stringify({ msgtype: 'markdown', markdown: { content } }) };
  },
  verdict: (status, body) => verdictBy(status, body, ({ errcode, errmsg }) => ({ code: errcode, text: errmsg }), busy),
};
