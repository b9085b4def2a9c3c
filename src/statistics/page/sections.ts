import type { Language } from '../../errors.js';
import { type Dimension, type Measure, measureRules } from '../../fact/measures.js';
import { dimensionWords, measureWords } from '../../fact/words.js';
import { type Ratio, ratioOf, ratioRules } from '../../metrics/ratios.js';
import { publications } from '../../release/plan.js';
import { type Figure, valueName, type YearFigures } from './figures.js';
import { type Html, html } from './html.js';
import { figureOf, tableOf } from './layout.js';
import {
  type Both,
  eachText,
  figureText,
  grouped,
  monthText,
  said,
  shareText,
  shortMonth,
  spanText,
  stateWords,
} from './numbers.js';
import { type Bar, barPlot, linePlot } from './plots.js';

/** What a section is made from. */
export interface Shown {
  language: Language;
  figures: YearFigures;
}

const total: Both = ['합계', 'Total'];
const monthHead: Both = ['달', 'Month'];

const measureName = (language: Language, measure: Measure) => said(language, measureWords[measure].name);
const ratioName = (language: Language, ratio: Ratio) => said(language, ratioRules[ratio].words.name);
const barOf = (language: Language, measure: Measure, label: string, figure: Figure): Bar => ({
  label,
  value: figure.value,
  text: figureText(language, measure, figure),
});
/** The published months, as they stand in titles. */
export const periodText = ({ language, figures: { published } }: Shown) =>
  spanText(language, published[0]!, published.at(-1)!);

const glanced: readonly Measure[] = [
  'REPORTS',
  'CASES_OPENED',
  'LINKAGES',
  'LINKAGE_VALUE',
  'INITIAL_CONSULTATIONS',
  'VISITS_MADE',
];

/** The figures that are asked for most. */
export function glance({ language, figures }: Shown): Html {
  return html`<dl class="glance">${glanced.map(
    (measure) =>
      html`<div><dt>${measureName(language, measure)}</dt><dd>${figureText(language, measure, figures.sum(measure))}</dd></div>`,
  )}</dl>`;
}

const funnelled = ['SCREENED', 'SCREENED_SELECTED', 'SCREENED_LINKAGES'] as const;

/** From whoever was screened to what they were linked to. */
export function funnel(shown: Shown): Html {
  const { language, figures } = shown;
  const ratiosOf = (figureOfMeasure: (measure: Measure) => Figure) => {
    const of = (ratio: Ratio) =>
      ratioOf(
        figureOfMeasure(ratioRules[ratio].numerator).value,
        figureOfMeasure(ratioRules[ratio].denominator).value,
      );
    return [
      shareText(language, of('SELECTION_RATE')),
      eachText(language, of('LINKAGES_PER_SELECTED')),
    ] as const;
  };
  const sums = funnelled.map((measure) =>
    barOf(language, measure, measureName(language, measure), figures.sum(measure)),
  );
  const [selected, linked] = ratiosOf((measure) => figures.sum(measure));
  const title = said(language, ['발굴, 선정, 연계', 'Screened, selected, linked']);
  const text = `${[...sums.map(({ label, text }) => `${label} ${text}`), `${ratioName(language, 'SELECTION_RATE')} ${selected}`, `${ratioName(language, 'LINKAGES_PER_SELECTED')} ${linked}`].join(', ')}.`;
  const rows = figures.months.map((month) => [
    monthText(language, month),
    ...funnelled.map((measure) => figureText(language, measure, figures.of(measure, month))),
    ...ratiosOf((measure) => figures.of(measure, month)),
  ]);
  return figureOf(language, {
    title,
    text,
    plot: barPlot({ id: 'funnel', title, description: text }, sums),
    table: tableOf(
      `${title}, ${periodText(shown)}`,
      [
        said(language, monthHead),
        ...funnelled.map((measure) => measureName(language, measure)),
        ratioName(language, 'SELECTION_RATE'),
        ratioName(language, 'LINKAGES_PER_SELECTED'),
      ],
      [...rows, [said(language, total), ...sums.map(({ text }) => text), selected, linked]],
    ),
  });
}

const trended = ['REPORTS', 'CASES_OPENED', 'LINKAGES'] as const;

/** How work went month by month. */
export function trend(shown: Shown): Html {
  const { language, figures } = shown;
  const title = said(language, [
    '달마다 접수, 신규 사례, 서비스연계',
    'Reports, cases opened and linkages by month',
  ]);
  const ofMonth = (measure: Measure) => figures.months.map((month) => figures.of(measure, month));
  const told = trended.map((measure) => {
    const values = ofMonth(measure);
    const most = Math.max(0, ...values.map(({ value }) => value ?? 0));
    const nth = values.findIndex(({ value }) => value === most);
    const name = measureName(language, measure);
    const sum = figureText(language, measure, figures.sum(measure));
    if (most === 0) return `${name} ${sum}`;
    const month = shortMonth(language, figures.months[nth]!);
    const figure = figureText(language, measure, values[nth]!);
    return said(language, [
      `${name} ${sum}(가장 많은 달 ${month} ${figure})`,
      `${name} ${sum} (most in ${month}: ${figure})`,
    ]);
  });
  const missing = figures.months.length - figures.published.length;
  const waiting =
    missing === 0
      ? ''
      : said(language, [
          ` 그 뒤 ${missing}개월은 아직 발표되지 않았습니다.`,
          missing === 1
            ? ' The last month of the year is not published yet.'
            : ` The last ${missing} months of the year are not published yet.`,
        ]);
  const text = `${told.join(', ')}.${waiting}`;
  const rows = figures.months.map((month) => [
    monthText(language, month),
    ...trended.map((measure) => figureText(language, measure, figures.of(measure, month))),
  ]);
  return figureOf(language, {
    title,
    text,
    plot: linePlot(
      { id: 'trend', title, description: text },
      trended.map((measure) => ({
        label: measureName(language, measure),
        values: ofMonth(measure).map(({ value }) => value),
      })),
      figures.months.map((month) => ({ month, label: shortMonth(language, month) })),
      grouped,
    ),
    table: tableOf(
      `${title}, ${periodText(shown)}`,
      [said(language, monthHead), ...trended.map((measure) => measureName(language, measure))],
      [
        ...rows,
        [
          said(language, total),
          ...trended.map((measure) => figureText(language, measure, figures.sum(measure))),
        ],
      ],
    ),
  });
}

/** A measure by one dimension: the largest first in the plot, all values in their order in the table. */
export function byValue(shown: Shown, measure: Measure, dimension: Dimension): Html {
  const { language, figures } = shown;
  const all = figures.values(measure, dimension).map((value) => {
    const figure = figures.sum(measure, dimension, value);
    const label = valueName(language, dimension, value, figures.table.dongs);
    return { ...barOf(language, measure, label, figure), state: figure.state };
  });
  const bars = all
    .filter(({ state, value }) => state !== 'IMPOSSIBLE' && value !== 0)
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const title = said(language, [
    `${said('ko', dimensionWords[dimension].name)}별 ${measureName('ko', measure)}`,
    `${measureName('en', measure)} by ${said('en', dimensionWords[dimension].name).toLowerCase()}`,
  ]);
  const largest = bars
    .filter(({ value }) => value !== null)
    .slice(0, 3)
    .map((bar) => `${bar.label} ${bar.text}`)
    .join(', ');
  const most = largest
    ? said(language, [`많은 순서로 ${largest}.`, `The largest: ${largest}.`])
    : said(language, ['보일 수치가 없습니다.', 'There is no figure to show.']);
  const left = all.length - bars.length;
  const rest =
    left === 0
      ? ''
      : said(language, [
          ` 0이거나 있을 수 없는 ${left}개 항목은 표에만 있습니다.`,
          ` ${left} that ${left === 1 ? 'is' : 'are'} 0 or cannot be ${left === 1 ? 'stands' : 'stand'} in the table alone.`,
        ]);
  const text = most + rest;
  return figureOf(language, {
    title,
    text,
    plot:
      bars.length === 0
        ? html``
        : barPlot({ id: `${measure}-${dimension}`.toLowerCase(), title, description: text }, bars),
    table: tableOf(
      `${title}, ${periodText(shown)}`,
      [said(language, dimensionWords[dimension].name), measureName(language, measure)],
      all.map((each) => [each.label, each.text]),
    ),
  });
}

/** Of what was due, how much was done in time: as a whole and by kind. */
export function adherence(shown: Shown, ratio: Ratio, dimension: Dimension): Html {
  const { language, figures } = shown;
  const { numerator, denominator } = ratioRules[ratio];
  const rowOf = (label: string, of: Dimension | '', value: string) => {
    const due = figures.sum(denominator, of, value);
    const met = figures.sum(numerator, of, value);
    const share = ratioOf(met.value, due.value);
    return {
      label,
      value: share,
      text: due.state === 'IMPOSSIBLE' ? said(language, stateWords.IMPOSSIBLE) : shareText(language, share),
      due: figureText(language, denominator, due),
      met: figureText(language, numerator, met),
      isShown: due.state !== 'IMPOSSIBLE' && due.value !== 0,
    };
  };
  const whole = rowOf(said(language, ['전체', 'All']), '', '');
  const kinds = figures
    .values(denominator, dimension)
    .map((value) => rowOf(valueName(language, dimension, value, figures.table.dongs), dimension, value));
  const bars = [whole, ...kinds].filter(({ isShown }) => isShown);
  const title = said(language, [
    `${said('ko', dimensionWords[dimension].name)}별 ${ratioName('ko', ratio)}`,
    `${ratioName('en', ratio)} by ${said('en', dimensionWords[dimension].name).toLowerCase()}`,
  ]);
  const text = said(language, [
    `${measureName('ko', denominator)} ${whole.due} 가운데 ${measureName('ko', numerator)} ${whole.met}, ${ratioName('ko', ratio)} ${whole.text}.`,
    `${measureName('en', denominator)}: ${whole.due}; ${measureName('en', numerator).toLowerCase()}: ${whole.met}; share: ${whole.text}.`,
  ]);
  return figureOf(language, {
    title,
    text,
    plot:
      bars.length === 0
        ? html``
        : barPlot({ id: ratio.toLowerCase().replaceAll('_', '-'), title, description: text }, bars, 1),
    table: tableOf(
      `${title}, ${periodText(shown)}`,
      [
        said(language, dimensionWords[dimension].name),
        measureName(language, denominator),
        measureName(language, numerator),
        ratioName(language, ratio),
      ],
      [...kinds, whole].map(({ label, due, met, text: share }) => [label, due, met, share]),
    ),
  });
}

/** Every measure that is published, month by month, with what it counts. */
export function everything(shown: Shown): Html {
  const { language, figures } = shown;
  const measures = publications.flatMap(({ measure, part }) => (part ? [measure, part.measure] : [measure]));
  const title = said(language, ['모든 지표', 'All measures']);
  const stock = said(language, [' (마지막 달)', ' (last month)']);
  return html`<details class="all"><summary>${title}<span class="soft"> · ${periodText(shown)}</span></summary>${tableOf(
    `${title}, ${periodText(shown)}`,
    [
      said(language, ['지표', 'Measure']),
      said(language, total),
      ...figures.months.map((month) => shortMonth(language, month)),
    ],
    measures.map((measure) => [
      `${measureName(language, measure)}${measureRules[measure].kind === 'STOCK' ? stock : ''}`,
      figureText(language, measure, figures.sum(measure)),
      ...figures.months.map((month) => figureText(language, measure, figures.of(measure, month))),
    ]),
  )}
<dl class="about">${measures.map(
    (measure) =>
      html`<dt>${measureName(language, measure)}</dt><dd class="soft">${said(language, measureWords[measure].definition)}</dd>`,
  )}</dl></details>`;
}
