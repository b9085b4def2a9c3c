import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { vi } from 'vitest';

/** A client of the provider; its id is the `sub` of the tokens it gets. */
export const subject = 'demo|case-manager';
const withoutSubject = 'without-subject';
const secret = randomUUID();

const resource = (audience: string, algorithm: string) => `urn:test:${audience}:${algorithm}`;

/** What the provider is asked to sign. */
export interface TokenRequest {
  audience?: string;
  algorithm?: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  /** One of the clients that were named as it started. */
  subject?: string;
  withoutSubject?: boolean;
}

/**
 * Starts a real OpenID provider on a free port of this machine, with switches for what goes wrong with one.
 *
 * @param subjects clients beside the usual one
 */
export async function startProvider(subjects: readonly string[] = []) {
  let listener: RequestListener = (_, response) => response.writeHead(503).end();
  let away: 'no' | 'refusing' | 'hanging' = 'no';
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (away === 'refusing') request.socket.destroy();
    else if (away === 'no') listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let keys: JWK[] = [];

  async function sign(published: JWK[]) {
    keys = published;
    listener = await provider(issuer, keys, subjects);
  }
  await sign(await newKeys('RS256', 'ES256', 'EdDSA'));

  return {
    issuer,
    jwks: new URL(`${issuer}/jwks`),
    /** How often an address was asked. */
    asked: (path: string) => requests.filter((url) => url === path).length,
    /** The private keys that sign now. */
    keys: () => keys,
    async token(request: TokenRequest = {}): Promise<string> {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: request.withoutSubject ? withoutSubject : (request.subject ?? subject),
          client_secret: secret,
          resource: resource(request.audience ?? 'hamkke', request.algorithm ?? 'ES256'),
        }),
      });
      const answer = (await response.json()) as { access_token?: string };
      if (!answer.access_token) throw new Error(`No token: ${JSON.stringify(answer)}`);
      return answer.access_token;
    },
    /** Publishes new keys, and of the old ones no more than those that are kept. */
    async rotate(keep: JWK[] = []) {
      await sign([...(await newKeys('ES256')), ...keep]);
    },
    goAway(how: 'refusing' | 'hanging') {
      away = how;
    },
    comeBack() {
      away = 'no';
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function newKeys(...algorithms: string[]): Promise<JWK[]> {
  return Promise.all(
    algorithms.map(async (algorithm) => {
      const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
      return { ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig' };
    }),
  );
}

async function provider(issuer: string, keys: JWK[], subjects: readonly string[]): Promise<RequestListener> {
  // It warns that Node 20 and its in-memory store are not for production, which this is not.
  const warnings = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'info')];
  for (const warning of warnings) warning.mockImplementation(() => {});
  try {
    const { Provider } = await import('oidc-provider');
    const client = {
      client_secret: secret,
      grant_types: ['client_credentials'],
      id_token_signed_response_alg: 'ES256' as const,
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post' as const,
    };
    return new Provider(issuer, {
      clients: [subject, withoutSubject, ...subjects].map((each) => ({ ...client, client_id: each })),
      jwks: { keys: keys as never },
      cookies: { keys: [secret] },
      ttl: { ClientCredentials: 3600 },
      features: {
        clientCredentials: { enabled: true },
        devInteractions: { enabled: false },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo(_, indicator) {
            const [, , audience, alg] = indicator.split(':');
            return {
              scope: '',
              audience,
              accessTokenFormat: 'jwt',
              accessTokenTTL: 3600,
              jwt: { sign: { alg: alg as 'ES256' } },
            };
          },
        },
      },
      formats: {
        customizers: {
          jwt(_, token, jwt) {
            if (token.clientId === withoutSubject) delete jwt.payload.sub;
          },
        },
      },
    }).callback();
  } finally {
    for (const warning of warnings) warning.mockRestore();
  }
}
