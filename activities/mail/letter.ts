import type { Locale } from '../../domain/effects.ts';
import { html, type Markup } from '../../domain/html.ts';

/** A place to go from a mail. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** One entry of a list: what it is, the figure that counts, and a remark. */
export interface Item {
  readonly what: string;
  readonly figure: string;
  readonly remark: string;
}

/** Entries that belong together, with their sum. */
export interface List {
  readonly heading?: string;
  readonly items: readonly Item[];
  readonly total: readonly [label: string, value: string];
}

/** What a mail says, before it is known whether it is read as text or as HTML. Plain text throughout. */
export interface Letter {
  readonly subject: string;
  readonly greeting: string;
  readonly opening: readonly string[];
  readonly facts?: readonly (readonly [label: string, value: string])[];
  readonly lists?: readonly List[];
  /** Somebody else's words, such as the comment on a decision. */
  readonly quote?: string | null;
  readonly closing?: readonly string[];
  readonly agree?: Link;
  readonly refuse?: Link;
  readonly links?: readonly Link[];
  readonly footer: string;
}

/** What a letter says between its greeting and its links, as plain text. */
export function bodyOf(letter: Letter, locale: Locale): string {
  return joined(middle(letter, locale));
}

/** The letter as plain text. */
export function textOf(letter: Letter, locale: Locale): string {
  const { agree, refuse, links = [] } = letter;
  const colon = locale === 'zh-CN' ? '：' : ':';
  const places = [agree, refuse, ...links].map((link) => (link ? `${link.label}${colon}\n${link.url}` : ''));
  const blocks = [letter.greeting, ...middle(letter, locale), places.join('\n'), `-- \n${letter.footer}`];
  return `${joined(blocks)}\n`;
}

function middle({ opening, facts = [], lists = [], quote, closing = [] }: Letter, locale: Locale): string[] {
  const colon = locale === 'zh-CN' ? '：' : ': ';
  return [
    ...opening,
    facts.map(([label, value]) => `${label}${colon}${value}`).join('\n'),
    ...lists.flatMap(({ heading = '', items, total }) => [
      heading,
      items.map(({ what, figure, remark }) => `- ${what}${colon}${figure}\n  ${remark}`).join('\n'),
      `${total[0]}${colon}${total[1]}`,
    ]),
    quote ? quote.replace(/^/gm, '> ') : '',
    ...closing,
  ];
}

function joined(blocks: readonly string[]): string {
  return blocks.filter((block) => block.trim() !== '').join('\n\n');
}

const font =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI','PingFang SC','Hiragino Sans GB','Microsoft YaHei',Roboto,Helvetica,Arial,sans-serif";

function paragraph(text: string): Markup {
  return html`<p style="margin:0 0 14px;white-space:pre-line">${text}</p>`;
}

function factTable(facts: NonNullable<Letter['facts']>): Markup {
  const rows = facts.map(
    ([label, value]) => html`<tr>
<td style="padding:6px 14px 6px 0;color:#5f6b7a;font-size:14px;vertical-align:top;white-space:nowrap">${label}</td>
<td style="padding:6px 0;font-size:15px;vertical-align:top;word-break:break-word">${value}</td></tr>`,
  );
  return html`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px;border-collapse:collapse">${rows}</table>`;
}

function listTable({ heading, items, total }: List): Markup {
  const rows = items.map(
    ({ what, figure, remark }) => html`<tr>
<td style="padding:10px 12px 10px 0;border-bottom:1px solid #e3e7ec;vertical-align:top">${what}<br><span style="color:#5f6b7a;font-size:13px">${remark}</span></td>
<td style="padding:10px 0;border-bottom:1px solid #e3e7ec;text-align:right;vertical-align:top;white-space:nowrap">${figure}</td></tr>`,
  );
  const sum = html`<tr><td style="padding:10px 12px 10px 0"><b>${total[0]}</b></td>
<td style="padding:10px 0;text-align:right;white-space:nowrap"><b>${total[1]}</b></td></tr>`;
  return html`${heading && paragraph(heading)}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 16px;border-collapse:collapse">${rows}${sum}</table>`;
}

function button({ label, url }: Link, colours: string): Markup {
  return html`<a href="${url}" style="display:block;margin:0 0 12px;padding:14px 16px;border-radius:8px;text-align:center;text-decoration:none;font-size:17px;font-weight:600;${colours}">${label}</a>`;
}

/** The letter as an HTML page that fetches nothing from anywhere and fits a phone. */
export function htmlOf(letter: Letter, locale: Locale): string {
  const { facts = [], lists = [], quote, closing = [], agree, refuse, links = [] } = letter;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${letter.subject}</title>
</head>
<body style="margin:0;padding:0;background:#f2f4f7;color:#1c2530;font-size:16px;line-height:1.55;${font}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:16px 10px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:580px;background:#ffffff;border-radius:10px"><tr><td style="padding:22px 20px;text-align:left;${font}">
${paragraph(letter.greeting)}
${letter.opening.map(paragraph)}
${facts.length > 0 && factTable(facts)}
${lists.map(listTable)}
${quote && html`<blockquote style="margin:0 0 16px;padding:8px 14px;border-left:3px solid #c3cad4;color:#3b4654;white-space:pre-wrap">${quote}</blockquote>`}
${closing.map(paragraph)}
${agree && button(agree, 'background:#1a7f4b;color:#ffffff')}
${refuse && button(refuse, 'background:#ffffff;color:#b3261e;border:1px solid #b3261e')}
${links.map(({ label, url }) => html`<p style="margin:0 0 12px"><a href="${url}" style="color:#1f5fbf">${label}</a></p>`)}
</td></tr></table>
<p style="max-width:580px;margin:12px auto;color:#5f6b7a;font-size:12px;text-align:left;${font}">${letter.footer}</p>
</td></tr></table>
</body>
</html>
`.text;
}
