import { scaleLinear, scalePoint } from 'd3-scale';
import { line, symbol, symbolCircle, symbolSquare, symbolTriangle } from 'd3-shape';
import { type Html, html } from './html.js';

// Plots are drawn for the width of a telephone, and grow with the page. Colours are those of the style, by class.

/** How wide a plot is in its own units; a letter has the height of 13 of them. */
const width = 360;
const letter = 13;

/** What a plot is called and what can be read from it, for those who do not see it. */
export interface PlotWords {
  /** What its elements are named by: no other plot of the page has the same. */
  id: string;
  title: string;
  description: string;
}

const svg = ({ id, title, description }: PlotWords, height: number, marks: Html[]) =>
  html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>${marks}</svg>`;

const round = (value: number) => Math.round(10 * value) / 10;

/** As much of a text as there is room for: the whole of it stands in the table. */
function fitted(text: string, room: number): string {
  const wide = (each: string) => (/[\u1100-\uffdc]/.test(each) ? letter : 0.56 * letter);
  let taken = 0;
  const fits = [...text].findIndex((each) => {
    taken += wide(each);
    return taken > room;
  });
  return fits === -1 ? text : `${[...text].slice(0, fits - 1).join('')}…`;
}

/** One bar, or only what is said in its place. */
export interface Bar {
  label: string;
  /** Null where there is no figure. */
  value: number | null;
  /** The figure as it is written, or why there is none. */
  text: string;
}

const row = 38;

/** Bars that lie below each other, each under its name. */
export function barPlot(words: PlotWords, bars: readonly Bar[], most?: number): Html {
  const largest = most ?? Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const x = scaleLinear([0, largest], [0, width - 2]).clamp(true);
  const marks = bars.map(({ label, value, text }, nth) => {
    const top = nth * row;
    const name = fitted(label, width - 20 - [...text].length * 0.75 * letter);
    const bar =
      value === null
        ? html`<rect class="nothing" x="1" y="${top + 19}" width="${width - 2}" height="12"/>`
        : html`<rect class="bar" x="1" y="${top + 19}" width="${round(Math.max(x(value), value > 0 ? 1 : 0))}" height="12"/>`;
    return html`<text x="0" y="${top + letter}">${name}</text><text class="figure" x="${width}" y="${top + letter}">${text}</text>${bar}`;
  });
  return svg(words, bars.length * row, marks);
}

/** A line by month; null where a month has no figure, and the line has a gap. */
export interface Line {
  label: string;
  values: readonly (number | null)[];
}

const shapes = [symbolCircle, symbolSquare, symbolTriangle];
const edges = { left: 44, right: 12, top: 10, bottom: 26 };
const linesHeight = 220;

/** What tells the nth line from others where colours do not: the shape of its points. */
const pointOf = (nth: number) => symbol(shapes[nth % shapes.length]!, 40)() ?? '';

/** Up to three lines over the same months, from zero, with what tells them apart above. */
export function linePlot(
  words: PlotWords,
  lines: readonly Line[],
  months: readonly { month: string; label: string }[],
  numberText: (value: number) => string,
): Html {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const x = scalePoint(
    months.map(({ month }) => month),
    [edges.left, width - edges.right],
  );
  const y = scaleLinear([0, most], [linesHeight - edges.bottom, edges.top]).nice(4);
  const placeOf = (nth: number) => x(months[nth]!.month) ?? edges.left;
  const grid = y
    .ticks(4)
    .map(
      (tick) =>
        html`<line class="grid" x1="${edges.left}" x2="${width - edges.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/><text class="figure axis" x="${edges.left - 8}" y="${round(y(tick) + 4)}">${numberText(tick)}</text>`,
    );
  const everyOther = months.length > 6 ? 2 : 1;
  const axis = months.map(({ label }, nth) =>
    nth % everyOther === 0
      ? html`<text class="month axis" x="${round(placeOf(nth))}" y="${linesHeight - 6}">${label}</text>`
      : html``,
  );
  const drawn = lines.map(({ values }, at) => {
    const path = line<number | null>()
      .defined((value) => value !== null)
      .x((_, nth) => round(placeOf(nth)))
      .y((value) => round(y(value ?? 0)))(values);
    const points = values.map((value, nth) =>
      value === null
        ? html``
        : html`<path class="point of${at}" d="${pointOf(at)}" transform="translate(${round(placeOf(nth))} ${round(y(value))})"/>`,
    );
    return html`<path class="line of${at}" d="${path ?? ''}"/>${points}`;
  });
  const legend = lines.map(
    ({ label }, at) =>
      html`<li><svg class="key" viewBox="-7 -7 14 14" aria-hidden="true"><path class="point of${at}" d="${pointOf(at)}"/></svg>${label}</li>`,
  );
  return html`<ul class="legend">${legend}</ul>${svg(words, linesHeight, [...grid, ...axis, ...drawn])}`;
}
