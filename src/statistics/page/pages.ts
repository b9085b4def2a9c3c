import type { Language } from '../../errors.js';
import type { ReleaseTable } from '../../release/table.js';
import { YearFigures, yearsOf } from './figures.js';
import { type Html, html } from './html.js';
import { addressOf, pageOf } from './layout.js';
import { type Both, dayText, said, spanText } from './numbers.js';
import { aboutRelease, howToRead, numberText } from './reading.js';
import { adherence, byValue, everything, funnel, glance, periodText, trend } from './sections.js';

/** A district that published, with its last release. */
export interface PublishedDistrict {
  district: string;
  districtName: string;
  number: number;
  firstMonth: string;
  lastMonth: string;
  madeAt: string;
}

const section = (language: Language, id: string, title: Both, figures: readonly Html[]) =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${said(language, title)}</h2><div class="plots">${figures}</div></section>
`;

/**
 * One year of a release of a district.
 *
 * @param year the last year of the release where nobody chose one
 * @param isNumbered whether the reader asked for this release, and not for the last one
 * @returns null where the release has no such year
 */
export function districtPage(
  language: Language,
  table: ReleaseTable,
  { year, isNumbered }: { year: number | null; isNumbered: boolean },
): string | null {
  const years = yearsOf(table);
  const chosen = year ?? years.at(-1)!;
  if (!years.includes(chosen)) return null;
  const { district, number } = table;
  const figures = new YearFigures(table, chosen);
  const shown = { language, figures };
  const release = isNumbered ? number : null;
  const links = years.map(
    (each) =>
      html`<li><a href="${addressOf(language, district, { release, year: each })}"${each === chosen ? html` aria-current="page"` : ''}>${said(language, [`${each}년`, String(each)])}</a></li>`,
  );
  const last = html`<p class="links"><a href="${addressOf(language, district)}">${said(language, ['마지막 공표 보기', 'To the last release'])}</a></p>`;
  const body = html`<p class="soft">${numberText(language, number)} · ${periodText(shown)} · ${said(
    language,
    [`${dayText('ko', table.madeAt)} 공표`, `published on ${dayText('en', table.madeAt)}`],
  )}</p>
<nav aria-label="${said(language, ['연도', 'Year'])}"><ul>${links}</ul></nav>${isNumbered ? last : ''}
<p>${table.protection[language]} <a class="links" href="#reading">${said(language, ['읽는 법', 'How to read the figures'])}</a></p>
${glance(shown)}
${section(language, 'way-head', ['발굴에서 연계까지', 'From the list to the service'], [trend(shown), funnel(shown)])}
${section(
  language,
  'by-head',
  ['어디서 무엇을', 'Where, and for what'],
  [
    byValue(shown, 'LINKAGES', 'DONG'),
    byValue(shown, 'LINKAGES', 'NEED_DOMAIN'),
    byValue(shown, 'LINKAGES', 'SECTOR'),
    byValue(shown, 'REPORTS', 'INTAKE_SOURCE'),
  ],
)}
${section(
  language,
  'time-head',
  ['기한과 방문', 'Deadlines and visits'],
  [adherence(shown, 'DEADLINES_MET', 'CLOCK_KIND'), adherence(shown, 'VISITS_IN_TIME', 'VISIT_TIER')],
)}
${everything(shown)}
${howToRead(language, figures)}
${aboutRelease(language, table)}`;
  return pageOf(language, {
    title: said(language, [
      `${table.districtName} ${chosen}년 통계`,
      `${table.districtName}: figures of ${chosen}`,
    ]),
    body,
    elsewhere: (other) => addressOf(other, district, { release, year }),
  });
}

/** The districts that published something. */
export function districtsPage(language: Language, districts: readonly PublishedDistrict[]): string {
  const rows = districts.map(
    ({ district, districtName, number, firstMonth, lastMonth, madeAt }) =>
      html`<tr><th scope="row"><a href="${addressOf(language, district)}">${districtName}</a></th><td>${numberText(language, number)}</td><td>${spanText(language, firstMonth, lastMonth)}</td><td>${dayText(language, madeAt)}</td></tr>
`,
  );
  const caption = said(language, ['공표한 시·군·구', 'Districts that published']);
  const heads: readonly Both[] = [
    ['시·군·구', 'District'],
    ['마지막 공표', 'Last release'],
    ['기간', 'Period'],
    ['공표한 날', 'Published on'],
  ];
  const body =
    districts.length === 0
      ? html`<p>${said(language, [
          '아직 공표한 시·군·구가 없습니다. 처음 공표하면 여기에 나옵니다.',
          'No district has published figures yet. The first to do so will stand here.',
        ])}</p>`
      : html`<p>${said(language, [
          '시·군·구가 공표한 사례관리 통계입니다. 누구의 수치인지 알 수 없게 보호한 수치이며, 한 번 공표한 것은 바뀌지 않습니다.',
          'Figures of case management that districts published. They are protected, so that nobody can tell whose they are, and what was published once stays as it is.',
        ])}</p>
<div class="wide" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${heads.map((head) => html`<th scope="col">${said(language, head)}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
  return pageOf(language, {
    title: said(language, ['함께 통계', 'Hamkke statistics']),
    body,
    elsewhere: (other) => addressOf(other, null),
  });
}

/** The same for a district that is none, one that published nothing, and a release or year that there is not. */
export const nothingPage = (language: Language): string =>
  messagePage(
    language,
    ['공표된 통계가 없습니다', 'Nothing is published here'],
    said(language, [
      '이 주소에는 공표된 통계가 없습니다. 코드를 잘못 적었거나, 그 시·군·구가 아직 공표하지 않았거나, 그런 번호의 공표나 연도가 없습니다.',
      'There are no published figures at this address: the code may be wrong, the district may not have published yet, or there is no such release or year.',
    ]),
  );

/** A page that says one thing, and leads to the list. */
export const messagePage = (language: Language, title: Both, text: string): string =>
  pageOf(language, {
    title: said(language, title),
    body: html`<p>${text}</p>
<p class="links"><a href="${addressOf(language, null)}">${said(language, ['공표한 시·군·구', 'Districts that published'])}</a></p>`,
    elsewhere: (other) => addressOf(other, null),
  });
