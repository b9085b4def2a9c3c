import type { Answer, Persona } from './ask.js';
import { type Cell, compare, count, type Row } from './compare.js';
import { words } from './words.js';

const h = React.createElement;
const limit = 600;
const most = 3;

interface Props {
  personas: Persona[];
  chosen: string[];
  onChoose: (keys: string[]) => void;
  answers: Map<string, Answer>;
}

/** The answers of up to three personas side by side, one row for each place where they differ. */
export function Comparison({ personas, chosen, onChoose, answers }: Props) {
  const [whole, setWhole] = React.useState(false);
  const [long, setLong] = React.useState(false);
  const shown = chosen.flatMap((key) => personas.find((one) => one.key === key) ?? []);
  const answered = shown.every(({ key }) => answers.has(key));
  const rows = answered ? compare(shown.map(({ key }) => answers.get(key) ?? {})) : [];
  const visible = rows.filter(({ differs, group }) => differs || (whole && !group));
  const drawn = visible.slice(0, limit);
  const trails = trailsOf(drawn);
  const box = (label: React.ReactNode, checked: boolean, onChange: () => void) =>
    h('label', null, h('input', { type: 'checkbox', checked, onChange }), label);

  return h(
    'div',
    { className: 'comparison' },
    h(
      'div',
      { className: 'legend' },
      box(words('같은 값도 보기', 'Same values too'), whole, () => setWhole(!whole)),
      box(words('긴 이름', 'Full names'), long, () => setLong(!long)),
      key('withheld', '다른 사람에게는 보이는 값', 'shown to another'),
      whole && key('empty', '가려졌거나 기록이 없음', 'withheld from all, or nothing recorded'),
      key('absent', '주어지지 않은 줄', 'row not given'),
    ),
    h(
      'div',
      { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': '비교 결과 · Comparison' },
      h(
        'table',
        { style: { '--columns': shown.length } as React.CSSProperties },
        h('caption', { className: 'unseen' }, '사람마다 다른 답 · The answer of each persona'),
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            h('th', { scope: 'col' }, words('필드', 'Field')),
            shown.map((persona, index) =>
              h(
                'th',
                { key: persona.key, scope: 'col' },
                h(PersonaOfColumn, { personas, chosen, index, onChoose }),
                long && h('span', { className: 'long' }, persona.title),
                summary(answers.get(persona.key)),
              ),
            ),
          ),
        ),
        h(
          'tbody',
          null,
          drawn.map((row, index) => line(row, trails[index] ?? '', shown)),
        ),
      ),
      answered && visible.length === 0 && h('p', { className: 'empty' }, nothing(rows)),
      visible.length > limit &&
        h(
          'p',
          { className: 'empty' },
          words(`처음 ${limit}줄만 보입니다.`, `The first ${limit} of ${visible.length} rows are shown.`),
        ),
    ),
    shown.length < most &&
      h(
        'button',
        {
          type: 'button',
          className: 'more',
          onClick: () => onChoose([...chosen, unchosen(personas, chosen)]),
        },
        words('한 사람 더', 'Add one'),
      ),
  );
}

interface ColumnProps extends Pick<Props, 'personas' | 'chosen' | 'onChoose'> {
  index: number;
}

/** The select of a column: somebody who is in no other column, or nobody where another column stays. */
function PersonaOfColumn({ personas, chosen, index, onChoose }: ColumnProps) {
  const key = chosen[index];
  const replace = (next: string) =>
    onChoose(chosen.flatMap((one, at) => (at === index ? (next ? [next] : []) : [one])));
  return h(
    'select',
    {
      value: key,
      title: personas.find((one) => one.key === key)?.title,
      'aria-label': `${index + 1}번째 사람 · Persona ${index + 1}`,
      onChange: (event: React.ChangeEvent<HTMLSelectElement>) => replace(event.target.value),
    },
    personas
      .filter((one) => one.key === key || !chosen.includes(one.key))
      .map((one) => h('option', { key: one.key, value: one.key }, one.short)),
    chosen.length > 1 && h('option', { value: '' }, '— 빼기 · Remove'),
  );
}

const unchosen = (personas: Persona[], chosen: string[]): string =>
  personas.find(({ key, token }) => token !== null && !chosen.includes(key))?.key ?? '';

/** The way to a row without the words that every connection has; its whole path is the row's title. */
const trailOf = ({ trail }: Row): string[] =>
  trail
    .filter((step) => !['nodes', 'edges', 'node'].includes(step))
    .map((step) => step.replace(/(?<=.)Connection$/, ''));

/** The trails of the rows, without the root field where all have the same. */
function trailsOf(rows: Row[]): string[] {
  const trails = rows.map(trailOf);
  const alike = rows.length > 1 && trails.every(([root]) => root !== undefined && root === trails[0]?.[0]);
  return trails.map((trail) =>
    trail
      .slice(alike ? 1 : 0)
      .map((step) => `${step} › `)
      .join(''),
  );
}

function line(row: Row, trail: string, shown: Persona[]) {
  return h(
    'tr',
    { key: row.path, className: row.differs ? 'differs' : 'same' },
    h('th', { scope: 'row', title: row.path }, trail && h('span', { className: 'trail' }, trail), row.label),
    row.cells.map((cell, index) =>
      h('td', { key: shown[index]?.key, className: cell.state }, contentOf(cell)),
    ),
  );
}

function contentOf(cell: Cell) {
  if (cell.state === 'value') return h('span', { className: 'gist', title: cell.text }, cell.text);
  return badge(cell.state);
}

function badge(state: Exclude<Cell['state'], 'value'>) {
  if (state === 'withheld') return h('span', { className: 'badge' }, words('안 보임', 'null'));
  if (state === 'refused') return h('span', { className: 'refusal' }, words('거절', 'refused'));
  if (state === 'empty') return h('span', { className: 'quiet' }, 'null');
  if (state === 'beyond') return h('span', { className: 'quiet', 'aria-hidden': true }, '·');
  return h(
    'span',
    { className: 'quiet' },
    h('span', { 'aria-hidden': true }, '—'),
    h('span', { className: 'unseen' }, '없음 absent'),
  );
}

const key = (state: 'withheld' | 'empty' | 'absent', korean: string, english: string) =>
  h('span', { className: 'key' }, badge(state), words(korean, english));

const nothing = (rows: Row[]) =>
  rows.length > 0
    ? words('모두 같은 답을 받았습니다.', 'All of them got the same answer.')
    : words('보여 줄 값이 없습니다.', 'Nobody got a value.');

function summary(answer: Answer | undefined) {
  const { values, nulls } = count(answer?.data);
  return h(
    'span',
    { className: 'summary' },
    `값 ${values} · null ${nulls}`,
    answer?.errors?.map(({ message, extensions }, index) =>
      h(
        'span',
        { key: index, className: 'refusal' },
        extensions?.code ? `${extensions.code}: ${message}` : message,
      ),
    ),
  );
}
