import type { Language } from '../../errors.js';
import { precisionOfMonths } from '../../release/answers.js';
import { protectionOfCounts, protectionOfWon } from '../../release/protect.js';
import type { ReleaseTable } from '../../release/table.js';
import type { YearFigures } from './figures.js';
import { type Html, html } from './html.js';
import { addressOf } from './layout.js';
import { type Both, dayText, said, spanText, stateWords, won } from './numbers.js';

const zero: Both = ['0', '0'];

/** How figures are to be read: how they are protected, how far they are from the truth, and what stands for none. */
export function howToRead(language: Language, { table, published }: YearFigures): Html {
  const { base } = protectionOfCounts;
  const typical = (ofOneValue: boolean, months = published) =>
    precisionOfMonths(base, months, ofOneValue).typical.toFixed(1).replace(/\.0$/, '');
  const month = published.slice(-1);
  const typicalWon = precisionOfMonths(protectionOfWon.base, published, false).typical;
  const inWon = won(language, 10_000 * Math.max(1, Math.round(typicalWon / 10_000)));
  const far = said(language, [
    `한 달의 건수는 실제와 대개 ${typical(false, month)}쯤, 이 기간의 합계는 ${typical(false)}쯤, 항목 하나의 기간 합계는 ${typical(true)}쯤 다르고, 금액의 합계는 ${inWon}쯤 다릅니다. 준수율의 전체는 항목의 합이므로 더 다를 수 있습니다.`,
    `A count of one month is typically about ${typical(false, month)} away from the truth, a total of this period about ${typical(false)}, the total of one value about ${typical(true)}, and a total in won about ${inWon}. The whole of a share met in time adds up its kinds, and may be further away.`,
  ]);
  const states: readonly (readonly [Both, Both])[] = [
    [
      zero,
      [
        `없거나, 한 달에 ${base - 1}건까지 있어도 반올림하여 0이 된 것입니다. 둘을 가르지 않습니다.`,
        `There is none, or up to ${base - 1} in a month that were rounded to 0: the two are not told apart.`,
      ],
    ],
    [
      stateWords.SUPPRESSED,
      [
        '누구의 것인지 짐작될 수 있어 밝히지 않습니다. 있다는 뜻도, 없다는 뜻도 아닙니다.',
        'Not told, as it might say whose it is. It means neither that there is some nor that there is none.',
      ],
    ],
    [
      stateWords.IMPOSSIBLE,
      ['지표의 정의에 따라 있을 수 없는 항목입니다.', 'By what the measure counts there cannot be any.'],
    ],
    [stateWords.UNKNOWN, ['이 공표에 들지 않은 달입니다.', 'The month is not in this release.']],
  ];
  return html`<section aria-labelledby="reading"><h2 id="reading">${said(language, ['읽는 법', 'How to read the figures'])}</h2>
<p>${table.protection[language]} ${far}</p>
<dl class="about">${states.map(([name, meaning]) => html`<dt>${said(language, name)}</dt><dd>${said(language, meaning)}</dd>`)}</dl></section>`;
}

/** What the release is, and where its files and those before it are. */
export function aboutRelease(language: Language, table: ReleaseTable): Html {
  const { district, number } = table;
  const files = ['csv', 'json', 'xlsx'].map(
    (form) =>
      html`<li><a href="/statistics/${encodeURIComponent(district)}/${number}.${form}">${form.toUpperCase()}</a></li>`,
  );
  const others = Array.from({ length: Math.min(number - 1, 24) }, (_, nth) => number - 1 - nth).map(
    (each) =>
      html`<li><a href="${addressOf(language, district, { release: each })}">${numberText(language, each)}</a></li>`,
  );
  const rows: readonly (readonly [Both, string | Html])[] = [
    [['번호', 'Number'], numberText(language, number)],
    [['기간', 'Period'], spanText(language, table.firstMonth, table.lastMonth)],
    [['공표한 날', 'Published on'], dayText(language, table.madeAt)],
    [['해시(SHA-256)', 'Hash (SHA-256)'], html`<code>${table.hash}</code>`],
    [['서명', 'Signature'], html`<code>${table.signature}</code>`],
    [['서명한 열쇠', 'Signed by the key'], html`<code>${table.keyId}</code>`],
  ];
  return html`<section aria-labelledby="release"><h2 id="release">${said(language, ['이 공표', 'This release'])}</h2>
<dl class="about">${rows.map(([name, value]) => html`<dt>${said(language, name)}</dt><dd>${value}</dd>`)}</dl>
<div class="links"><h3 id="files">${said(language, ['파일', 'Files'])}</h3><ul class="files" aria-labelledby="files">${files}</ul>${
    others.length === 0
      ? ''
      : html`<h3 id="earlier">${said(language, ['이전 공표', 'Earlier releases'])}</h3><ul class="files" aria-labelledby="earlier">${others}</ul>`
  }</div></section>`;
}

/** A release by its number. */
export const numberText = (language: Language, number: number) =>
  said(language, [`제${number}호`, `No. ${number}`]);
