import type { Answer, Persona } from './ask.js';
import { type Cell, compare, count, type Row } from './compare.js';
import { words } from './words.js';

const h = React.createElement;
const limit = 600;

interface Props {
  personas: Persona[];
  chosen: string[];
  onChoose: (keys: string[]) => void;
  answers: Map<string, Answer>;
}

/** The answers of up to three personas side by side, laid over each other place by place. */
export function Comparison({ personas, chosen, onChoose, answers }: Props) {
  const [onlyDifferences, setOnlyDifferences] = React.useState(false);
  const shown = personas.filter(({ key }) => chosen.includes(key) && answers.has(key));
  const rows = compare(shown.map(({ key }) => answers.get(key)?.data));
  const visible = onlyDifferences ? rows.filter((row) => row.differs) : rows;

  return h(
    'div',
    { className: 'comparison' },
    h(
      'fieldset',
      { className: 'choose' },
      h('legend', null, words('비교할 사람, 셋까지', 'Compare up to three')),
      personas.map(({ key, title }) =>
        h(
          'label',
          { key, className: chosen.includes(key) ? 'chip chosen' : 'chip' },
          h('input', {
            type: 'checkbox',
            checked: chosen.includes(key),
            disabled: !chosen.includes(key) && chosen.length >= 3,
            onChange: () =>
              onChoose(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]),
          }),
          title,
        ),
      ),
    ),
    h(
      'div',
      { className: 'legend' },
      h(
        'label',
        null,
        h('input', {
          type: 'checkbox',
          checked: onlyDifferences,
          onChange: () => setOnlyDifferences(!onlyDifferences),
        }),
        words('다른 곳만 보기', 'Differences only'),
      ),
      h('span', { className: 'key' }, badge('withheld'), '다른 사람에게는 보이는 값'),
      h('span', { className: 'key' }, badge('absent'), '주어지지 않은 곳'),
    ),
    shown.length === 0
      ? h('p', { className: 'empty' }, words('비교할 사람을 고르세요.', 'Choose whom to compare.'))
      : table(shown, answers, visible),
    visible.length > limit &&
      h(
        'p',
        { className: 'empty' },
        words(`처음 ${limit}줄만 보입니다.`, `The first ${limit} of ${visible.length} rows are shown.`),
      ),
    shown.length > 0 &&
      visible.length === 0 &&
      h(
        'p',
        { className: 'empty' },
        onlyDifferences && rows.length > 0
          ? words('모두 같은 답을 받았습니다.', 'All of them got the same answer.')
          : words('보여 줄 값이 없습니다.', 'Nobody got a value.'),
      ),
  );
}

function table(shown: Persona[], answers: Map<string, Answer>, rows: Row[]) {
  return h(
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
          shown.map(({ key, title }) => h('th', { key, scope: 'col' }, title, summary(answers.get(key)))),
        ),
      ),
      h(
        'tbody',
        null,
        rows.slice(0, limit).map((row) =>
          h(
            'tr',
            { key: row.path, className: row.group ? 'group' : row.differs ? 'differs' : 'same' },
            h(
              'th',
              { scope: 'row', style: { '--depth': row.depth } as React.CSSProperties, title: row.path },
              row.label,
            ),
            row.cells.map((cell, index) =>
              h(
                'td',
                { key: shown[index]?.key, className: cell.state, 'data-persona': shown[index]?.title },
                row.group && cell.state === 'value' ? null : badge(cell.state, cell),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

function badge(state: Cell['state'], cell?: Cell) {
  if (cell?.state === 'value') return cell.text;
  if (state === 'withheld') return h('span', { className: 'badge' }, words('가려짐', 'withheld'));
  if (state === 'empty') return h('span', { className: 'quiet' }, 'null');
  return h(
    'span',
    { className: 'quiet' },
    h('span', { 'aria-hidden': true }, '—'),
    h('span', { className: 'unseen' }, '없음 absent'),
  );
}

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
        extensions?.code ? `${extensions.code} — ${message}` : message,
      ),
    ),
  );
}
