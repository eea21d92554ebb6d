import type { Locale } from '../../../domain/effects.ts';
import { ApiProblem } from '../api/client.ts';
import { texts } from '../i18n/locale.ts';

const failureTexts = texts({
  en: { outOfReach: 'The server cannot be reached. Check the network, then try again.' },
  'zh-CN': { outOfReach: '暂时无法连接服务器，请检查网络后重试。' },
});

/** An error in a sentence for the reader. What the API says of itself is in the reader's language already. */
export function failureText(error: unknown, locale: Locale): string {
  return error instanceof ApiProblem ? error.problem.title : failureTexts[locale].outOfReach;
}
