import { type Answer, ask, type Operation, type Persona, ServerAway } from './ask.js';
import { count } from './compare.js';
import { Comparison } from './comparison.js';
import { type Editor, GraphiQLEditor } from './editor.js';
import { words } from './words.js';

const h = React.createElement;

type View = 'one' | 'compare';

interface Props {
  lists: { personas: Persona[]; operations: Operation[] };
  /** Fetches the personas again: their tokens expire. */
  renew: () => Promise<Persona[]>;
}

/** The page: who asks, what is asked, and the answer. */
export function Explorer({ lists: { personas, operations }, renew }: Props) {
  const [start] = React.useState(() => fromAddress(personas, operations));
  const [persona, setPersona] = React.useState(start.persona);
  const [picked, setPicked] = React.useState({ operation: start.operation });
  const [view, setView] = React.useState<View>(start.view);
  const [chosen, setChosen] = React.useState(() => threeFrom(personas, start.persona));
  const [answers, setAnswers] = React.useState<Map<string, Answer>>(new Map());
  const [outcome, setOutcome] = React.useState<React.ReactNode>(null);
  const [trouble, setTrouble] = React.useState<string | null>(null);
  const [editor, setEditor] = React.useState<Editor | null>(null);
  const known = React.useRef(personas);
  const asker = React.useRef(persona);
  asker.current = persona;
  const round = React.useRef(0);

  const askAs = React.useCallback(
    async (key: string, request: GraphQLRequest, headers?: Record<string, string>): Promise<Answer> => {
      const token = known.current.find((one) => one.key === key)?.token ?? null;
      const answer = await ask(token, request, headers);
      const expired =
        token && answer.errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
      if (!expired) return answer;
      known.current = await renew();
      return ask(known.current.find((one) => one.key === key)?.token ?? null, request, headers);
    },
    [renew],
  );

  const fetcher = React.useCallback(
    async (request: GraphQLRequest, options?: { headers?: Record<string, string> }) => {
      const key = asker.current;
      const began = performance.now();
      try {
        const answer = await askAs(key, within(onlyOne(request)), options?.headers);
        setTrouble(null);
        if (request.operationName !== 'IntrospectionQuery' && key === asker.current) {
          setOutcome(summary(titleOf(personas, key), answer, performance.now() - began));
        }
        return answer;
      } catch (error) {
        if (!(error instanceof ServerAway)) throw error;
        setTrouble(error.message);
        setOutcome(null);
        return { errors: [{ message: '서버에 연결할 수 없습니다. The server is away.' }] };
      }
    },
    [askAs, personas],
  );

  const compareAll = async (keys: string[], from: Editor) => {
    const mine = ++round.current;
    setOutcome(null);
    try {
      const request = from.request();
      const given = await Promise.all(keys.map(async (key) => [key, await askAs(key, request)] as const));
      if (mine !== round.current) return;
      setTrouble(null);
      setAnswers(new Map(given));
      setOutcome(words(`${keys.length}명의 답을 견주었습니다.`, `Compared ${keys.length} answers.`));
    } catch (error) {
      if (mine !== round.current) return;
      setAnswers(new Map());
      if (error instanceof ServerAway) setTrouble(error.message);
      else setOutcome(words('변수가 올바른 JSON이 아닙니다.', 'The variables are no JSON.'));
    }
  };

  const run = () => (view === 'one' ? editor?.run() : editor && void compareAll(chosen, editor));

  // A picked operation goes into the editor first; what only reads is then asked at once.
  React.useEffect(() => {
    if (picked.operation) editor?.show(picked.operation);
  }, [editor, picked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when the choice changes, not at each drawing
  React.useEffect(() => {
    if (!editor) return;
    toAddress(persona, picked.operation, view);
    if (view === 'one') editor.refresh();
    const kind = kindOf(editor.text());
    if (kind === 'query') {
      run();
      return;
    }
    setAnswers(new Map());
    setOutcome(kind && words('바꾸는 요청은 실행을 눌러야 보냅니다.', 'This is sent when you press Run.'));
  }, [editor, picked, view, view === 'one' ? persona : chosen.join()]);

  React.useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || view !== 'compare') return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return h(
    React.Fragment,
    null,
    h(
      'header',
      { className: 'bar' },
      h('h1', null, h('b', null, '함께'), ' 탐색기 ', h('small', { lang: 'en' }, 'Hamkke explorer')),
      h(
        'label',
        { className: 'who', hidden: view === 'compare' },
        h('span', null, words('누구의 눈으로', 'Persona')),
        h(
          'select',
          {
            value: persona,
            onChange: (event: React.ChangeEvent<HTMLSelectElement>) => setPersona(event.target.value),
          },
          personas.map(({ key, title }) => h('option', { key, value: key }, title)),
        ),
      ),
      h(
        'div',
        { className: 'views', role: 'group', 'aria-label': '보기 · View' },
        toggle('한 사람', 'One', view === 'one', () => setView('one')),
        toggle('견주어 보기', 'Compare', view === 'compare', () => setView('compare')),
      ),
      h(
        'button',
        { type: 'button', className: 'run', onClick: run, title: 'Ctrl+Enter' },
        words('실행', 'Run'),
      ),
    ),
    h(
      'div',
      { className: 'body' },
      h(Operations, {
        operations,
        chosen: picked.operation,
        onPick: (operation) => setPicked({ operation }),
      }),
      h(
        'main',
        null,
        picked.operation &&
          h(
            'div',
            { className: 'about' },
            h('h2', null, picked.operation.name),
            picked.operation.description && h('p', null, picked.operation.description),
          ),
        trouble !== null &&
          h(
            'div',
            { role: 'alert', className: 'trouble' },
            h('p', null, words('서버에 연결할 수 없습니다.', `The server is away (${trouble}).`)),
            h('button', { type: 'button', onClick: run }, words('다시 시도', 'Try again')),
          ),
        h('p', { role: 'status', className: 'outcome' }, outcome),
        h(
          'section',
          { className: 'editor', hidden: view !== 'one', 'aria-label': 'GraphiQL' },
          h(GraphiQLEditor, { fetcher, onReady: setEditor }),
        ),
        view === 'compare' && h(Comparison, { personas, chosen, onChoose: setChosen, answers }),
      ),
    ),
  );
}

interface OperationsProps {
  operations: Operation[];
  chosen: Operation | undefined;
  onPick: (operation: Operation) => void;
}

function Operations({ operations, chosen, onPick }: OperationsProps) {
  const wide = React.useMemo(() => window.matchMedia('(min-width: 860px)').matches, []);
  return h(
    'nav',
    { className: 'operations', 'aria-label': '준비된 요청 · Prepared operations' },
    h(
      'details',
      { open: wide || !chosen },
      h('summary', null, words('준비된 요청', 'Prepared operations')),
      operations.length === 0
        ? h(
            'p',
            { className: 'empty' },
            words(
              '준비된 요청이 없습니다. 편집기에 직접 써 보세요.',
              'None is prepared: write your own in the editor.',
            ),
          )
        : h(
            'ul',
            null,
            operations.map((operation) =>
              h(
                'li',
                { key: operation.name },
                h(
                  'button',
                  {
                    type: 'button',
                    'aria-current': operation === chosen,
                    onClick: () => onPick(operation),
                  },
                  h('b', null, operation.name),
                  operation.description && h('span', null, operation.description),
                ),
              ),
            ),
          ),
    ),
  );
}

const toggle = (korean: string, english: string, pressed: boolean, onClick: () => void) =>
  h('button', { type: 'button', 'aria-pressed': pressed, onClick }, words(korean, english));

const titleOf = (personas: Persona[], key: string) => personas.find((one) => one.key === key)?.title ?? key;

function summary(title: string, answer: Answer, milliseconds: number) {
  const { values, nulls } = count(answer.data);
  const errors = answer.errors?.length ?? 0;
  return words(
    `${title}: 값 ${values}개, null ${nulls}개${errors ? `, 오류 ${errors}개` : ''}`,
    `${values} values, ${nulls} null${errors ? `, ${errors} errors` : ''}, ${Math.round(milliseconds)} ms`,
  );
}

/** The operations of a document; none where it cannot be read. */
function operationsOf(text: string) {
  try {
    return GraphiQL.GraphQL.parse(text).definitions.filter(({ kind }) => kind === 'OperationDefinition');
  } catch {
    return [];
  }
}

const kindOf = (text: string): string | undefined => operationsOf(text)[0]?.operation;

/** GraphiQL learns an operation's name a moment after its text; where there is only one, no name is needed. */
function onlyOne({ operationName, ...request }: GraphQLRequest): GraphQLRequest {
  return operationsOf(request.query).length === 1 ? request : { ...request, operationName };
}

/** GraphiQL asks about types nested nine deep; five are enough for any list of lists, and pass the server's limit. */
function within(request: GraphQLRequest): GraphQLRequest {
  const typeRef = `fragment TypeRef on __Type { kind name ${'ofType { kind name '.repeat(5)}${'}'.repeat(6)}`;
  return { ...request, query: request.query.replace(/fragment TypeRef on __Type \{[\s\S]*$/, typeRef) };
}

/** The persona at hand and those after it; nobody in particular only where it is the one at hand. */
const threeFrom = (personas: Persona[], first: string): string[] => {
  const named = personas.filter(({ token }) => token !== null).map(({ key }) => key);
  return [...new Set([first, ...named])].slice(0, 3);
};

/** The address keeps the choice, so that it can be sent to somebody. */
function fromAddress(personas: Persona[], operations: Operation[]) {
  const asked = new URLSearchParams(location.hash.slice(1));
  return {
    persona: personas.find(({ key }) => key === asked.get('persona'))?.key ?? personas[0]?.key ?? '',
    operation: operations.find(({ name }) => name === asked.get('operation')) ?? operations[0],
    view: asked.get('view') === 'compare' ? ('compare' as const) : ('one' as const),
  };
}

function toAddress(persona: string, operation: Operation | undefined, view: View) {
  const choice = new URLSearchParams({ persona, ...(operation && { operation: operation.name }), view });
  history.replaceState(null, '', `#${choice}`);
}
