import type { Locale } from '../../domain/effects.ts';
import { html, type Markup } from '../../domain/html.ts';
import { styleVersion } from './style.ts';
import { uniformTexts } from './texts.ts';

/** Where the pages are, seen from the browser. */
export interface PagePaths {
  /** Path of the decision pages, such as `/d`. */
  readonly base: string;
  readonly token: string;
  readonly locale: Locale;
}

/** The address of a page of this link, in the language being read. */
export function pagePath({ base, token, locale }: PagePaths, sub = ''): string {
  return `${base}/${token}${sub}?lang=${locale}`;
}

const head = (base: string, title: string): Markup => html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="stylesheet" href="${base}/style.css?v=${styleVersion}">`;

const languages: readonly (readonly [Locale, string])[] = [
  ['zh-CN', '中文'],
  ['en', 'English'],
];

/** A whole page: one column, no script, nothing from elsewhere. */
export function page(paths: PagePaths, title: string, body: Markup): string {
  const others = languages.filter(([locale]) => locale !== paths.locale);
  return html`<!doctype html>
<html lang="${paths.locale}">
<head>
${head(paths.base, title)}
</head>
<body>
<main>
<div class="bar"><span class="languages">${others.map(([locale, name]) => html`<a href="${pagePath({ ...paths, locale })}">${name}</a>`)}</span>Fairway</div>
${body}
</main>
</body>
</html>
`.text;
}

/** A page that says the same to everybody: who is reading is not known, or must not show. */
export function uniformPage(base: string, text: keyof typeof uniformTexts): string {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
${head(base, 'Fairway')}
</head>
<body>
<main>
<div class="bar">Fairway</div>
<div class="card">${uniformTexts[text].map((line) => html`<p>${line}</p>`)}</div>
</main>
</body>
</html>
`.text;
}
