import { createHmac } from 'node:crypto';
import { fitting, harmless, type RobotPlatform, verdictBy } from './robot.ts';

const longest = 15_000;
/** Too many requests, of which 100 a minute and 5 a second are let through; an error inside. */
const busy = [11232, 11233, 1500, 55001];

/** 飞书 custom robots: a card; with a secret, moment and signature go into the body. */
export const feishu: RobotPlatform = {
  request({ url, secret }, { title, paragraphs, link }, nowMs) {
    const timestamp = String(Math.floor(nowMs / 1_000));
    // The platform wants the text that is signed as the key, and nothing as the message.
    const sign = secret && createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
    const card = {
      config: { wide_screen_mode: true },
      header: { template: 'blue', title: { tag: 'plain_text', content: fitting(title, 400) } },
      elements: [
        { tag: 'div', text: { tag: 'lark_md', content: fitting(paragraphs.map(harmless).join('\n\n'), longest) } },
        {
          tag: 'action',
          actions: [
            { tag: 'button', type: 'primary', text: { tag: 'plain_text', content: link.label }, url: link.url },
          ],
        },
      ],
    };
    return { url, body: JSON.stringify({ ...(sign ? { timestamp, sign } : {}), msg_type: 'interactive', card }) };
  },
  verdict(status, body) {
    // Older addresses answer with StatusCode and StatusMessage; 9499 is told for a wrong body as for a burst of messages.
    const read = (answer: Readonly<Record<string, unknown>>) => ({
      code: answer.code ?? answer.StatusCode,
      text: answer.msg ?? answer.StatusMessage,
    });
    return verdictBy(status, body, read, /too many/i.test(body) ? [...busy, 9499] : busy);
  },
};
