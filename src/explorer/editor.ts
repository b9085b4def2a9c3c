const h = React.createElement;

/** What stands in the editors, as it is written. */
export interface Written {
  query: string;
  variables: string;
}

/** What the page can do with the editors, once they are there. */
export interface Editor {
  written(): Written;
  /** Throws where the variables are no JSON. */
  request(): GraphQLRequest;
  run(): void;
  show(written: Written): void;
  refresh(): void;
  /** Opens the documentation at a type, or at a field of it. */
  openDocs(type: Described, field?: Described): void;
}

interface BridgeProps {
  onReady: (editor: Editor) => void;
  onEdit: () => void;
  onSchema: (schema: Schema) => void;
}

/** Sits in GraphiQL's toolbar, unseen, and hands its editors to the page. */
function Bridge({ onReady, onEdit, onSchema }: BridgeProps) {
  const { queryEditor, variableEditor, headerEditor, responseEditor } = GraphiQL.React.useEditorContext({
    nonNull: true,
  });
  const { run } = GraphiQL.React.useExecutionContext({ nonNull: true });
  const { schema } = GraphiQL.React.useSchemaContext({ nonNull: true });
  const docs = GraphiQL.React.useExplorerContext({ nonNull: true });
  const plugins = GraphiQL.React.usePluginContext({ nonNull: true });
  const latest = React.useRef({ run, docs, plugins });
  latest.current = { run, docs, plugins };

  React.useEffect(() => {
    if (schema) onSchema(schema);
  }, [schema, onSchema]);

  React.useEffect(() => {
    name(queryEditor, '요청 편집기 · Operation editor');
    name(variableEditor, '변수 편집기 · Variables editor');
    name(headerEditor, '머리글 편집기 · Headers editor');
    name(responseEditor, '응답 · Response');
  }, [queryEditor, variableEditor, headerEditor, responseEditor]);

  React.useEffect(() => {
    const editors = [queryEditor, variableEditor];
    for (const editor of editors) editor?.on('change', onEdit);
    return () => {
      for (const editor of editors) editor?.off('change', onEdit);
    };
  }, [queryEditor, variableEditor, onEdit]);

  React.useEffect(() => {
    if (!queryEditor || !variableEditor || !responseEditor) return;
    onReady({
      written: () => ({ query: queryEditor.getValue(), variables: variableEditor.getValue() }),
      request: () => ({
        query: queryEditor.getValue(),
        variables: JSON.parse(variableEditor.getValue().trim() || '{}'),
      }),
      run: () => latest.current.run(),
      show({ query, variables }) {
        queryEditor.setValue(query);
        variableEditor.setValue(variables);
      },
      refresh() {
        for (const editor of [queryEditor, variableEditor, headerEditor, responseEditor]) editor?.refresh();
      },
      openDocs(type, field) {
        const { docs, plugins } = latest.current;
        plugins.setVisiblePlugin(GraphiQL.React.DOC_EXPLORER_PLUGIN);
        docs.reset();
        docs.push({ name: type.name, def: type });
        if (field) docs.push({ name: field.name, def: field });
      },
    });
  }, [queryEditor, variableEditor, headerEditor, responseEditor, onReady]);
  return null;
}

/** CodeMirror reads the keyboard through a nameless text area, and would keep the Tab key to itself. */
function name(editor: CodeEditor | null, label: string) {
  editor?.getInputField().setAttribute('aria-label', label);
  editor?.addKeyMap({ Tab: false, 'Shift-Tab': false });
  // Who has no mouse scrolls by keys in what has the focus.
  editor?.getScrollerElement().setAttribute('tabindex', '0');
}

interface Props extends BridgeProps {
  fetcher: React.ComponentProps<typeof GraphiQL>['fetcher'];
}

/** GraphiQL, drawn once: what changes outside reaches it through its editors only. */
export const GraphiQLEditor = React.memo(({ fetcher, ...bridge }: Props) =>
  h(GraphiQL, {
    fetcher,
    disableTabs: true,
    forcedTheme: 'system',
    defaultEditorToolsVisibility: 'variables',
    toolbar: { additionalContent: h(Bridge, bridge) },
  }),
);
