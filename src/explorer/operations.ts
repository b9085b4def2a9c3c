import type { Operation } from './ask.js';
import { type Found, findInSchema, findOperations } from './find.js';
import { words } from './words.js';

const h = React.createElement;
const mostFound = 40;

/** Who works with which operations, in the order of the page; the keys are the server's. */
const audiences: readonly (readonly [key: string, korean: string, english: string])[] = [
  ['worker', '사례 담당자', 'Case workers'],
  ['partner', '협력기관 앱', 'Partner apps'],
  ['portal', '구청 포털', 'District portal'],
  ['reporting', '통계·보고', 'Reporting'],
  ['editor', '자원 편집자', 'Catalogue editors'],
  ['everybody', '모두', 'Everybody'],
];
const others = ['', '그 밖', 'Others'] as const;

const audienceOf = ({ audience }: Operation) => audiences.find(([key]) => key === audience) ?? others;

interface Props {
  operations: Operation[];
  chosen: Operation | undefined;
  schema: Schema | null;
  onPick: (operation: Operation) => void;
  onFound: (found: Found) => void;
}

/** The prepared operations by who uses them, and a search through them and the schema's descriptions. */
export function Operations({ operations, chosen, schema, onPick, onFound }: Props) {
  const wide = React.useMemo(() => window.matchMedia('(min-width: 860px)').matches, []);
  const [looked, setLooked] = React.useState('');
  const [open, setOpen] = React.useState(wide || !chosen);
  const shown = findOperations(operations, looked, (each) => audienceOf(each).join(' '));
  const found = React.useMemo(
    () => (schema ? findInSchema(schema, looked, mostFound) : []),
    [schema, looked],
  );
  const close = () => wide || setOpen(false);

  return h(
    'nav',
    { className: 'operations', 'aria-label': '준비된 요청 · Prepared operations' },
    h(
      'details',
      {
        open,
        onToggle: (event: React.SyntheticEvent<HTMLDetailsElement>) => setOpen(event.currentTarget.open),
      },
      h('summary', null, words('준비된 요청', 'Prepared operations')),
      h('input', {
        type: 'search',
        value: looked,
        placeholder: '요청·설명 찾기 Search',
        'aria-label': '요청과 스키마 설명에서 찾기 · Search operations and descriptions',
        onChange: (event: React.ChangeEvent<HTMLInputElement>) => setLooked(event.target.value),
      }),
      operations.length === 0 &&
        h(
          'p',
          { className: 'empty' },
          words(
            '준비된 요청이 없습니다. 편집기에 직접 써 보세요.',
            'None is prepared: write your own in the editor.',
          ),
        ),
      [...audiences, others].map((audience) => {
        const [key, korean, english] = audience;
        const group = shown.filter((each) => audienceOf(each) === audience);
        return (
          group.length > 0 &&
          h(
            'section',
            { key, 'aria-label': `${korean} · ${english}` },
            h('h2', null, words(korean, english)),
            h(
              'ul',
              null,
              group.map((operation) =>
                entry(operation.name, operation.name, operation.description, operation === chosen, () => {
                  close();
                  onPick(operation);
                }),
              ),
            ),
          )
        );
      }),
      found.length > 0 &&
        h(
          'section',
          { 'aria-label': '스키마 · Schema' },
          h(
            'h2',
            null,
            words('스키마', `Schema${found.length === mostFound ? `, the first ${mostFound}` : ''}`),
          ),
          h(
            'ul',
            null,
            found.map((one) => {
              const place = one.field ? `${one.type.name}.${one.field.name}` : one.type.name;
              return entry(place, place, one.description, false, () => {
                close();
                onFound(one);
              });
            }),
          ),
        ),
      looked.trim() !== '' &&
        shown.length + found.length === 0 &&
        h('p', { className: 'empty' }, words('찾지 못했습니다.', 'Nothing found.')),
    ),
  );
}

const entry = (key: string, name: string, description: string, current: boolean, onClick: () => void) =>
  h(
    'li',
    { key },
    h(
      'button',
      { type: 'button', 'aria-current': current || undefined, onClick },
      h('b', null, name),
      description && h('span', null, description),
    ),
  );
