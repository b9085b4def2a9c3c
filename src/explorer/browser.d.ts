/** What the page's classic scripts put into the window: React, ReactDOM and GraphiQL as one piece each. */

interface CodeEditor {
  getValue(): string;
  setValue(text: string): void;
  refresh(): void;
  getInputField(): HTMLElement;
  addKeyMap(keys: Record<string, false>): void;
}

interface EditorContext {
  queryEditor: CodeEditor | null;
  variableEditor: CodeEditor | null;
  headerEditor: CodeEditor | null;
  responseEditor: CodeEditor | null;
}

interface GraphQLRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

declare const ReactDOM: { createRoot(element: Element): { render(node: React.ReactNode): void } };

declare const GraphiQL: React.ComponentType<{
  fetcher: (request: GraphQLRequest, options?: { headers?: Record<string, string> }) => Promise<unknown>;
  defaultEditorToolsVisibility?: boolean | 'variables';
  disableTabs?: boolean;
  forcedTheme?: 'system';
  toolbar?: { additionalContent: React.ReactNode };
}> & {
  React: {
    useEditorContext(options: { nonNull: true }): EditorContext;
    useExecutionContext(options: { nonNull: true }): { run(): void };
  };
  GraphQL: {
    parse(text: string): { definitions: readonly { kind: string; operation?: string }[] };
  };
};
