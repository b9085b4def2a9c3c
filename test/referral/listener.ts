import type { App } from '../support/app.js';

/** What a subscription tells at once. */
export interface Event {
  data?: { changes: { kind: string; objectId: string; cursor: string; gone: boolean } | null } | null;
  errors?: { message: string; extensions: { code: string } }[];
}
export const subscription =
  'subscription ($after: String) { changes(after: $after) { cursor kind objectId gone } }';

interface Listening {
  query?: string | undefined;
  variables?: object | undefined;
  /** Id of the post to listen in; the primary one unless said otherwise. */
  post?: string | undefined;
}

/** A subscription as a program has it: events one by one, until it ends. */
export async function listenTo(
  app: App,
  persona: string | null,
  { query = subscription, variables = {}, post }: Listening = {},
) {
  const abort = new AbortController();
  const response = await fetch(`${app.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(persona ? { authorization: `Bearer ${await app.tokenOf(persona)}` } : {}),
      ...(post ? { 'hamkke-post': post } : {}),
    },
    body: JSON.stringify({ query, variables }),
    signal: abort.signal,
  });
  // Held from now on: the body of a response that nobody reads is cancelled when memory is tidied up.
  const events = eventsOf(response.body!.getReader());
  return {
    status: response.status,
    /** The next event; null once the stream is over. */
    next: async () => (await events.next()).value ?? null,
    close: () => abort.abort(),
  };
}

export async function* eventsOf(body: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Event, null> {
  let text = '';
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await body.read();
    if (done) return null;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      if (block.startsWith('event: complete')) return null;
      if (block.startsWith('event: next'))
        yield JSON.parse(block.slice(block.indexOf('data: ') + 6)) as Event;
    }
  }
}
