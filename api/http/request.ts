import type { Request } from 'express';
import { type Locale, locales } from '../../domain/effects.ts';

/** The language a request asks for, where it asks for one the product has. */
export function askedLocale(request: Request): Locale | undefined {
  if (request.get('accept-language') === undefined) return undefined;
  const asked = request.acceptsLanguages('zh-CN', 'zh', 'en');
  return asked === 'zh' ? 'zh-CN' : locales.find((locale) => locale === asked);
}
