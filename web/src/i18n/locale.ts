import { createContext, useContext } from 'react';
import type { Locale } from '../../../domain/effects.ts';

/** The texts of one part of the console, in both languages. */
export type Texts<T> = Readonly<Record<Locale, T>>;

/** Declares texts; a key that one language lacks is a compile error. */
export function texts<T>(both: { readonly en: T; readonly 'zh-CN': NoInfer<T> }): Texts<T> {
  return both;
}

/** Each language as its speakers call it. */
export const languageNames: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', en: 'English' };

const rememberedAs = 'fairway.locale';

/** The language before anybody has signed in: the one chosen last in this browser, or else the browser's own. */
export function firstLocale(): Locale {
  const remembered = localStorage.getItem(rememberedAs);
  if (remembered === 'en' || remembered === 'zh-CN') return remembered;
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en';
}

export function rememberLocale(locale: Locale): void {
  localStorage.setItem(rememberedAs, locale);
}

export interface LocaleChoice {
  readonly locale: Locale;
  readonly choose: (locale: Locale) => void;
}

export const LocaleContext = createContext<LocaleChoice>({ locale: 'zh-CN', choose: () => undefined });

export function useLocale(): Locale {
  return useContext(LocaleContext).locale;
}

/** The texts of a part in the language of the reader. */
export function useTexts<T>(both: Texts<T>): T {
  return both[useLocale()];
}
