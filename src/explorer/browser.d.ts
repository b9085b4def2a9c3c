/** What the page's classic scripts put into the window: React, ReactDOM and GraphiQL as one piece each. */

interface CodeEditor {
  getValue(): string;
  setValue(text: string): void;
  refresh(): void;
  getInputField(): HTMLElement;
  addKeyMap(keys: Record<string, false>): void;
  on(event: 'change', listener: () => void): void;
  off(event: 'change', listener: () => void): void;
  getScrollerElement(): HTMLElement;
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

interface Described {
  name: string;
  description?: string | null;
}

interface SchemaType extends Described {
  getFields?(): Record<string, Described & { args?: readonly Described[] }>;
  getValues?(): readonly Described[];
}

interface Schema {
  getTypeMap(): Record<string, SchemaType>;
  getType(name: string): SchemaType | undefined;
  getQueryType(): SchemaType | null | undefined;
}

interface DocsStep {
  name: string;
  def?: Described;
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
    useSchemaContext(options: { nonNull: true }): { schema?: Schema | null };
    useExplorerContext(options: { nonNull: true }): { push(step: DocsStep): void; reset(): void };
    usePluginContext(options: { nonNull: true }): { setVisiblePlugin(plugin: object): void };
    DOC_EXPLORER_PLUGIN: object;
  };
  GraphQL: {
    parse(text: string): { definitions: readonly { kind: string; operation?: string }[] };
  };
};
