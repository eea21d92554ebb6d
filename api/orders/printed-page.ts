import type { Locale } from '../../domain/effects.ts';
import { html, type Markup } from '../../domain/html.ts';
import type { Answer } from '../http/answer.ts';

/** What may stand on a page: it runs nothing, fetches nothing and is framed by nobody. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; sandbox";

const style = `
@page { size: A4; margin: 16mm 14mm; }
body { margin: 0 auto; padding: 24px; max-width: 780px; color: #111; font: 14px/1.55 -apple-system, 'Segoe UI',
  'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif; }
h1 { margin: 0 0 16px; font-size: 22px; text-align: center; }
dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: 4px 12px; margin: 0 0 16px; }
dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; margin: 0 0 16px; }
th, td { padding: 6px 8px; border: 1px solid #999; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #f2f2f2; } td.figure, th.figure { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; } small { color: #555; }
.signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 32px; margin-top: 40px; }
.signatures p { margin: 0; padding-top: 40px; border-bottom: 1px solid #111; }
@media print { body { padding: 0; max-width: none; } }`;

/** A column of a table: its heading, and whether it holds figures. */
export interface Column {
  readonly heading: string;
  readonly figure?: boolean;
}

type Cell = string | Markup;

/** A table of lines. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const kind = (index: number) => (columns[index]?.figure ? 'figure' : 'text');
  const head = columns.map(({ heading }, index) => html`<th class="${kind(index)}">${heading}</th>`);
  const body = rows.map(
    (cells) => html`<tr>${cells.map((cell, index) => html`<td class="${kind(index)}">${cell}</td>`)}</tr>`,
  );
  return html`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** Facts beside each other; those without a value are left out. */
export function facts(pairs: readonly (readonly [label: string, value: string | null])[]): Markup {
  return html`<dl>${pairs.map(([label, value]) => value !== null && html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** A page to be printed, without any script. */
export function printedPage(locale: Locale, title: string, content: Markup): Answer {
  const page = html`<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<style>${style}</style></head>
<body><h1>${title}</h1>
${content}
</body>
</html>
`;
  return {
    status: 200,
    body: new TextEncoder().encode(page.text),
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  };
}
