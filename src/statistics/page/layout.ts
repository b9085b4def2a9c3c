import type { Language } from '../../errors.js';
import { Html, html } from './html.js';
import { type Both, said } from './numbers.js';
import { style } from './style.js';

/** Where something stands, in a language that the reader chose. */
export function addressOf(
  language: Language,
  district: string | null,
  chosen: { release?: number | null; year?: number | null } = {},
): string {
  const asked = new URLSearchParams();
  if (chosen.release) asked.set('release', String(chosen.release));
  if (chosen.year) asked.set('year', String(chosen.year));
  asked.set('lang', language);
  return `/statistics${district === null ? '' : `/${encodeURIComponent(district)}`}?${asked}`;
}

const siteTitle: Both = ['함께 통계', 'Hamkke statistics'];
const others: Record<Language, { other: Language; name: string }> = {
  ko: { other: 'en', name: 'English' },
  en: { other: 'ko', name: '한국어' },
};

/** A whole page. */
export function pageOf(
  language: Language,
  { title, body, elsewhere }: { title: string; body: Html; elsewhere: (language: Language) => string },
): string {
  const { other, name } = others[language];
  const site = said(language, siteTitle);
  return html`${new Html('<!doctype html>')}
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === site ? site : `${title} · ${site}`}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header><a href="${addressOf(language, null)}">${site}</a><a href="${elsewhere(other)}" hreflang="${other}" lang="${other}">${name}</a></header>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

/** A table with what it is of; a wide one is moved sideways by itself, with keys, too. */
export const tableOf = (
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  texts = 1,
): Html => {
  const kind = (nth: number) => (nth < texts ? '' : 'number');
  return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head.map((each, nth) => html`<th scope="col" class="${kind(nth)}">${each}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = '', ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((each, nth) => html`<td class="${kind(nth + 1)}">${each}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
};

/** A plot with its title, what can be read from it, and its numbers behind it. */
export const figureOf = (
  language: Language,
  { title, text, plot, table }: { title: string; text: string; plot: Html; table: Html },
): Html =>
  html`<figure><h3>${title}</h3>${plot}<figcaption>${text}</figcaption>
<details><summary>${said(language, ['수치 보기', 'The numbers'])}<span class="soft"> · ${title}</span></summary>${table}</details></figure>`;
