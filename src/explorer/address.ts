import type { Operation, Persona } from './ask.js';
import type { Written } from './editor.js';

export type View = 'one' | 'compare';

/** What the page shows: whoever opens its address sees the same. */
export interface Choice {
  persona: string;
  operation: Operation | undefined;
  view: View;
  /** The personas that are compared, one to three. */
  compared: string[];
  purpose: string;
  /** The post in which a persona acts, where it is not the primary one. */
  posts: Record<string, string>;
  /** The reader's own text, where it is not the prepared one. */
  own: Written | null;
}

/** What is shown to whoever opens the page for the first time: the family of the README, and its three readers. */
const story = {
  persona: 'case-manager',
  operation: 'sharedFamily',
  compared: ['case-manager', 'welfare-centre', 'apo'],
};

/** What a prepared operation puts into the editors. */
export const writtenOf = ({ text, variables }: Operation): Written => ({
  query: text,
  variables: JSON.stringify(variables, null, 2),
});

/** Reads the choice from the address, and takes the story where the address says nothing. */
export function fromAddress(personas: Persona[], operations: Operation[]): Choice {
  const asked = new URLSearchParams(location.hash.slice(1));
  const keys = personas.map(({ key }) => key);
  const among = (wanted: (string | null)[]) =>
    wanted.filter((key): key is string => key !== null && keys.includes(key));
  const named = (name: string | null) => operations.find((one) => one.name === name);
  const first = personas.find(({ token }) => token !== null)?.key ?? keys[0] ?? '';
  const compared = among(asked.get('with')?.split(',') ?? story.compared);
  const query = asked.get('query');
  return {
    persona: among([asked.get('persona'), story.persona])[0] ?? first,
    operation: named(asked.get('operation')) ?? named(story.operation) ?? operations[0],
    view: asked.get('view') === 'compare' ? 'compare' : 'one',
    compared: compared.length ? [...new Set(compared)].slice(0, 3) : [first],
    purpose: asked.get('purpose') ?? '',
    posts: Object.fromEntries(
      asked.getAll('post').flatMap((pair) => {
        const at = pair.indexOf('=');
        return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
      }),
    ),
    own: query === null ? null : { query, variables: asked.get('variables') ?? '' },
  };
}

/**
 * Keeps the choice in the address behind `#`, which a browser never sends: neither a token nor what stands in the headers
 * editor is part of it.
 */
export function toAddress({ persona, operation, view, compared, purpose, posts, own }: Choice): void {
  const kept = new URLSearchParams({
    persona,
    ...(operation && { operation: operation.name }),
    view,
    with: compared.join(','),
    ...(purpose && { purpose }),
  });
  for (const [key, post] of Object.entries(posts)) if (post) kept.append('post', `${key}=${post}`);
  if (own) {
    kept.set('query', own.query);
    kept.set('variables', own.variables);
  }
  history.replaceState(null, '', `#${kept}`);
}

/** What is written, where it differs from what the operation puts there. */
export function ownOf(written: Written, operation: Operation | undefined): Written | null {
  const prepared = operation ? writtenOf(operation) : { query: '', variables: '' };
  const same = written.query === prepared.query && written.variables.trim() === prepared.variables.trim();
  return same ? null : written;
}
