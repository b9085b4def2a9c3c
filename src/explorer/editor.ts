import type { Operation } from './ask.js';

const h = React.createElement;

/** What the page can do with the editors, once they are there. */
export interface Editor {
  text(): string;
  /** Throws where the variables are no JSON. */
  request(): GraphQLRequest;
  run(): void;
  show(operation: Operation): void;
  refresh(): void;
}

/** Sits in GraphiQL's toolbar, unseen, and hands its editors to the page. */
function Bridge({ onReady }: { onReady: (editor: Editor) => void }) {
  const { queryEditor, variableEditor, headerEditor, responseEditor } = GraphiQL.React.useEditorContext({
    nonNull: true,
  });
  const { run } = GraphiQL.React.useExecutionContext({ nonNull: true });
  const latestRun = React.useRef(run);
  latestRun.current = run;

  React.useEffect(() => {
    name(queryEditor, '요청 편집기 · Operation editor');
    name(variableEditor, '변수 편집기 · Variables editor');
    name(headerEditor, '머리글 편집기 · Headers editor');
    name(responseEditor, '응답 · Response');
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);

  React.useEffect(() => {
    if (!queryEditor || !variableEditor || !responseEditor) return;
    onReady({
      text: () => queryEditor.getValue(),
      request: () => ({
        query: queryEditor.getValue(),
        variables: JSON.parse(variableEditor.getValue().trim() || '{}'),
      }),
      run: () => latestRun.current(),
      show(operation) {
        queryEditor.setValue(operation.text);
        variableEditor.setValue(JSON.stringify(operation.variables, null, 2));
      },
      refresh() {
        for (const editor of [queryEditor, variableEditor, headerEditor, responseEditor]) editor?.refresh();
      },
    });
  }, [queryEditor, variableEditor, headerEditor, responseEditor, onReady]);
  return null;
}

/** CodeMirror reads the keyboard through a nameless text area, and would keep the Tab key to itself. */
function name(editor: CodeEditor | null, label: string) {
  editor?.getInputField().setAttribute('aria-label', label);
  editor?.addKeyMap({ Tab: false, 'Shift-Tab': false });
}

interface Props {
  fetcher: React.ComponentProps<typeof GraphiQL>['fetcher'];
  onReady: (editor: Editor) => void;
}

/** GraphiQL, drawn once: what changes outside reaches it through its editors only. */
export const GraphiQLEditor = React.memo(({ fetcher, onReady }: Props) =>
  h(GraphiQL, {
    fetcher,
    disableTabs: true,
    forcedTheme: 'system',
    defaultEditorToolsVisibility: 'variables',
    toolbar: { additionalContent: h(Bridge, { onReady }) },
  }),
);
