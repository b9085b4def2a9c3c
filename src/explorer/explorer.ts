import { headersOf, type Post, PostPicker, PurposePicker, picker, postsOf } from './acting.js';
import { type Choice, fromAddress, ownOf, toAddress, writtenOf } from './address.js';
import { type Answer, ask, type Operation, type Persona, ServerAway } from './ask.js';
import { count } from './compare.js';
import { Comparison } from './comparison.js';
import { changes, onlyOne, onlyReads, within } from './documents.js';
import { type Editor, GraphiQLEditor } from './editor.js';
import { Operations } from './operations.js';
import { words } from './words.js';

const h = React.createElement;

interface Props {
  lists: { personas: Persona[]; operations: Operation[] };
  /** Fetches the personas again: their tokens expire. */
  renew: () => Promise<Persona[]>;
}

/** The page: who asks, what is asked, and the answer. */
export function Explorer({ lists: { personas, operations }, renew }: Props) {
  const [choice, setChoice] = React.useState(() => fromAddress(personas, operations));
  const [answers, setAnswers] = React.useState<Map<string, Answer>>(new Map());
  const [outcome, setOutcome] = React.useState<React.ReactNode>(null);
  const [trouble, setTrouble] = React.useState<string | null>(null);
  const [editor, setEditor] = React.useState<Editor | null>(null);
  const [schema, setSchema] = React.useState<Schema | null>(null);
  const [posts, setPosts] = React.useState<{ of: string; posts: Post[] }>({ of: '', posts: [] });
  const known = React.useRef(personas);
  const latest = React.useRef({ choice, editor });
  latest.current = { choice, editor };
  const round = React.useRef(0);
  const leaving = React.useRef(false);
  const { persona, operation, view, compared, purpose } = choice;
  const post = choice.posts[persona] ?? '';
  const choose = (part: Partial<Choice>) => setChoice((before) => ({ ...before, ...part }));

  const askAs = React.useCallback(
    async (key: string, request: GraphQLRequest, headers: Record<string, string> = {}): Promise<Answer> => {
      const { purpose, posts } = latest.current.choice;
      const sent = { ...headersOf(purpose, posts[key]), ...headers };
      const token = known.current.find((one) => one.key === key)?.token ?? null;
      const answer = await ask(token, request, sent);
      const expired =
        token && answer.errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED');
      if (!expired) return answer;
      known.current = await renew();
      return ask(known.current.find((one) => one.key === key)?.token ?? null, request, sent);
    },
    [renew],
  );

  const fetcher = React.useCallback(
    async (request: GraphQLRequest, options?: { headers?: Record<string, string> }) => {
      const key = latest.current.choice.persona;
      const began = performance.now();
      const isSchema = request.operationName === 'IntrospectionQuery';
      try {
        // The schema is the same for everybody: it is read even where a link names a post that is no post of theirs.
        const asked = within(onlyOne(request));
        const answer = isSchema ? await ask(null, asked) : await askAs(key, asked, options?.headers);
        setTrouble(null);
        if (!isSchema && key === latest.current.choice.persona) {
          setOutcome(summary(shortOf(personas, key), answer, performance.now() - began));
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

  const run = () => (view === 'one' ? editor?.run() : editor && void compareAll(compared, editor));

  // A picked operation goes into the editor first; what only reads is then asked at once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written changes the choice, and must not be shown again
  React.useEffect(() => {
    const shown = choice.own ?? (operation && writtenOf(operation));
    if (shown) editor?.show(shown);
  }, [editor, operation]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when the choice changes, not at each drawing
  React.useEffect(() => {
    if (!editor) return;
    if (view === 'one') editor.refresh();
    const { query } = editor.written();
    if (onlyReads(query)) {
      run();
      return;
    }
    setAnswers(new Map());
    setOutcome(
      changes(query) && words('바꾸는 요청은 실행을 눌러야 보냅니다.', 'This is sent when you press Run.'),
    );
  }, [editor, operation, view, purpose, view === 'one' ? `${persona} ${post}` : compared.join()]);
  React.useEffect(() => {
    if (editor && !leaving.current) toAddress(choice);
  }, [editor, choice]);

  const onEdit = React.useCallback(() => {
    const { editor } = latest.current;
    if (!editor) return;
    const written = editor.written();
    setChoice((before) => {
      const own = ownOf(written, before.operation);
      return own === null && before.own === null ? before : { ...before, own };
    });
  }, []);

  React.useEffect(() => {
    const token = known.current.find((one) => one.key === persona)?.token;
    if (!schema || !token) return;
    postsOf(token, schema).then(
      (posts) => setPosts({ of: persona, posts }),
      () => setPosts({ of: persona, posts: [] }), // the server is away, which the answer itself says
    );
  }, [schema, persona]);

  React.useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || view !== 'compare') return;
      event.preventDefault();
      run();
    };
    // Another address in the same page is another choice, whatever the one before would still write there.
    const onAddress = ({ newURL }: HashChangeEvent) => {
      leaving.current = true;
      history.replaceState(null, '', newURL);
      location.reload();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('hashchange', onAddress);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('hashchange', onAddress);
    };
  });

  const copyLink = () =>
    navigator.clipboard.writeText(location.href).then(
      () =>
        setOutcome(words('링크를 복사했습니다. 토큰은 들어 있지 않습니다.', 'Link copied, without a token.')),
      () => setOutcome(words('주소창의 링크를 복사하세요.', 'Copy the link from the address bar.')),
    );

  return h(
    React.Fragment,
    null,
    h(
      'button',
      { type: 'button', className: 'skip', onClick: toAnswer },
      words('결과로 가기', 'Skip to the answer'),
    ),
    h(
      'header',
      { className: 'bar' },
      h('h1', null, h('b', null, '함께'), ' 탐색기 ', h('small', { lang: 'en' }, 'Hamkke explorer')),
      view === 'one' &&
        picker(
          words('누구의 눈으로', 'Persona'),
          persona,
          personas.map(({ key, short }) => [key, short] as const),
          (persona) => choose({ persona }),
          personas.find(({ key }) => key === persona)?.title,
        ),
      view === 'one' &&
        h(PostPicker, {
          posts: posts.of === persona ? posts.posts : [],
          post,
          onPost: (post) => choose({ posts: { ...choice.posts, [persona]: post } }),
        }),
      h(PurposePicker, { schema, purpose, onPurpose: (purpose) => choose({ purpose }) }),
      h(
        'div',
        { className: 'views', role: 'group', 'aria-label': '보기 · View' },
        toggle('한 사람', 'One', view === 'one', () => choose({ view: 'one' })),
        toggle('견주어 보기', 'Compare', view === 'compare', () => choose({ view: 'compare' })),
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
        chosen: operation,
        schema,
        onPick: (operation) => {
          choose({ operation, own: null });
          // The same one again takes away what was written into it.
          if (operation === choice.operation) editor?.show(writtenOf(operation));
        },
        onFound: ({ type, field }) => {
          choose({ view: 'one' });
          editor?.openDocs(type, field);
        },
      }),
      h(
        'main',
        { id: 'answer', tabIndex: -1 },
        h(
          'div',
          { className: 'about' },
          operation && h('h2', null, operation.name, choice.own && words(' 고침', 'edited')),
          operation?.description && h('p', { title: operation.description }, operation.description),
        ),
        trouble !== null &&
          h(
            'div',
            { role: 'alert', className: 'trouble' },
            h('p', null, words('서버에 연결할 수 없습니다.', `The server is away (${trouble}).`)),
            h('button', { type: 'button', onClick: run }, words('다시 시도', 'Try again')),
          ),
        h(
          'div',
          { className: 'said' },
          h('p', { role: 'status', className: 'outcome' }, outcome),
          h(
            'button',
            { type: 'button', className: 'link', onClick: copyLink },
            words('링크 복사', 'Copy link'),
          ),
        ),
        h(
          'section',
          { className: 'editor', hidden: view !== 'one', 'aria-label': 'GraphiQL' },
          h(GraphiQLEditor, { fetcher, onReady: setEditor, onEdit, onSchema: setSchema }),
        ),
        view === 'compare' &&
          h(Comparison, {
            personas,
            chosen: compared,
            onChoose: (compared) => choose({ compared }),
            answers,
          }),
      ),
    ),
  );
}

const toAnswer = () => document.getElementById('answer')?.focus();

const toggle = (korean: string, english: string, pressed: boolean, onClick: () => void) =>
  h('button', { type: 'button', 'aria-pressed': pressed, onClick }, words(korean, english));

const shortOf = (personas: Persona[], key: string) =>
  personas.find((one) => one.key === key)?.short.split(' · ')[0] ?? key;

/** What came, and what a null in it can mean. */
function summary(who: string, answer: Answer, milliseconds: number) {
  const { values, nulls } = count(answer.data);
  const errors = answer.errors?.length ?? 0;
  return words(
    `${who}: 값 ${values}개, null ${nulls}개${nulls ? ' (가려졌거나 기록이 없음)' : ''}` +
      `${errors ? `, 오류 ${errors}개` : ''}`,
    `${values} values, ${nulls} null${nulls ? ' (withheld, or nothing recorded)' : ''}` +
      `${errors ? `, ${errors} errors` : ''}, ${Math.round(milliseconds)} ms`,
  );
}
