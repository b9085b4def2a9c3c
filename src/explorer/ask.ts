export interface Persona {
  key: string;
  title: string;
  /** The title in a word or two. */
  short: string;
  /** Nobody in particular has none. */
  token: string | null;
}

export interface Operation {
  name: string;
  description: string;
  /** Whom it is mainly written for: a key of the names in operations.ts. */
  audience: string | null;
  text: string;
  variables: Record<string, unknown>;
}

export interface Answer {
  data?: unknown;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** The server did not answer at all, or answered with something that is no GraphQL. */
export class ServerAway extends Error {}

/** Asks the GraphQL endpoint as one persona; throws ServerAway when there is no answer to be had. */
export async function ask(
  token: string | null,
  request: GraphQLRequest,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await reach('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: JSON.stringify(request),
  });
  const answer = await response.json().catch(() => null);
  if (answer === null || typeof answer !== 'object' || !('data' in answer || 'errors' in answer)) {
    throw new ServerAway(`HTTP ${response.status}`);
  }
  return answer;
}

/** Reads one of the explorer's own lists. */
export async function list<T>(path: string): Promise<T[]> {
  const response = await reach(path, { headers: { accept: 'application/json' } });
  const body = await response.json().catch(() => null);
  if (!response.ok || !Array.isArray(body)) throw new ServerAway(body?.message ?? `HTTP ${response.status}`);
  return body;
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    throw new ServerAway((error as Error).message);
  }
}
