import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type ExportedJWKSCache,
  errors,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWK,
  type JWKSCacheInput,
  type JWTVerifyGetKey,
  jwksCache,
  type RemoteJWKSet,
} from 'jose';

/** How long keys are trusted and how hard an identity provider is asked for them. */
export interface KeyTiming {
  /** Keys older than this are fetched again before use. */
  maxAgeSeconds: number;
  /** An unknown `kid` fetches the keys again, but not sooner than this after the last fetch. */
  cooldownSeconds: number;
  /** While the provider fails, its last keys serve for this long after they were fetched. */
  staleSeconds: number;
  /** A provider that failed is left alone for this long. */
  retrySeconds: number;
  /** One answer of the provider may take this long. */
  timeoutMilliseconds: number;
}

const usual: KeyTiming = {
  maxAgeSeconds: 600,
  cooldownSeconds: 30,
  staleSeconds: 3600,
  retrySeconds: 5,
  timeoutMilliseconds: 3000,
};

/** The keys that sign an issuer's tokens. */
export interface IssuerKeys {
  /** The key that a token names; without a name, the only one that fits, or an error that lists all that do. */
  find: JWTVerifyGetKey;
  /** Fetches the keys now, and fails where they sign nothing that could be accepted. */
  load(): Promise<void>;
  /** Fetches the keys again unless that was done a moment ago; answers whether it was done. */
  renew(): Promise<boolean>;
}

/** The provider did not give its keys, so nobody can say whether a token is good. */
export class ProviderUnreachable extends Error {
  override name = 'ProviderUnreachable';
}

/** The provider answers, and what it says does not match the configuration: waiting does not help. */
export class ProviderMismatch extends ProviderUnreachable {
  override name = 'ProviderMismatch';
}

/** An issuer as it is compared: providers and people write the same one with and without a slash at the end. */
export const issuerNames = (issuer: string): [string, string] => {
  const bare = issuer.replace(/\/+$/, '');
  return [bare, `${bare}/`];
};

/** Finds an issuer's keys: in a given set, at a given address, or by OpenID discovery where neither is given. */
export function issuerKeys(
  issuer: string,
  source: URL | JSONWebKeySet | undefined,
  timing: Partial<KeyTiming> = {},
  onReach: (failure: unknown) => void = () => {},
): IssuerKeys {
  if (source && !(source instanceof URL))
    return { find: createLocalJWKSet(source), load: async () => {}, renew: async () => false };
  const times = { ...usual, ...timing };
  const fetchImplementation = patientFetch(times.retrySeconds, onReach);
  // Filled by jose at each fetch, and taken up again by the next connection.
  const lastKnown: Partial<ExportedJWKSCache> = {};
  let lastKnownKeys: { jwks: JSONWebKeySet; find: JWTVerifyGetKey } | undefined;
  let remote: Promise<RemoteJWKSet> | undefined;

  const connect = async (): Promise<RemoteJWKSet> => {
    const address = source ?? (await discover(issuer, fetchImplementation, times.timeoutMilliseconds));
    return createRemoteJWKSet(address, {
      cacheMaxAge: times.maxAgeSeconds * 1000,
      cooldownDuration: times.cooldownSeconds * 1000,
      timeoutDuration: times.timeoutMilliseconds,
      [customFetch]: fetchImplementation,
      [jwksCache]: lastKnown as JWKSCacheInput,
    });
  };

  /** Runs `use` on the provider's keys; without fresh ones a failure forgets where they were: they may have moved. */
  async function withKeys<T>(use: (keys: RemoteJWKSet) => Promise<T>): Promise<T> {
    remote ??= connect();
    const current = remote;
    let keys: RemoteJWKSet | undefined;
    try {
      keys = await current;
      return await use(keys);
    } catch (error) {
      if (isTokenFault(error)) throw error;
      if (remote === current && !keys?.fresh) remote = undefined;
      if (error instanceof ProviderMismatch) throw error;
      throw new ProviderUnreachable(`The identity provider ${issuer} gives no keys`, { cause: error });
    }
  }

  /** The last keys while they may still serve, `undefined` once they are too old. */
  function stale(): JWTVerifyGetKey | undefined {
    const { jwks, uat } = lastKnown;
    if (!jwks || !uat || Date.now() >= uat + times.staleSeconds * 1000) return undefined;
    if (lastKnownKeys?.jwks !== jwks) lastKnownKeys = { jwks, find: createLocalJWKSet(jwks) };
    return lastKnownKeys.find;
  }

  return {
    async find(header, token) {
      try {
        return await withKeys((keys) => keys(header, token));
      } catch (error) {
        const keys = error instanceof ProviderUnreachable ? stale() : undefined;
        if (!keys) throw error;
        // A key that the last set lacks may be a new one: nobody can say while the provider is away.
        try {
          return await keys(header, token);
        } catch (fault) {
          throw fault instanceof errors.JWKSNoMatchingKey ? error : fault;
        }
      }
    },
    async load() {
      try {
        await withKeys((keys) => (keys.fresh ? Promise.resolve() : keys.reload()));
      } catch (error) {
        if (error instanceof ProviderMismatch || !stale()) throw error;
      }
      if (!lastKnown.jwks?.keys.some(signs))
        throw new ProviderMismatch(`The identity provider ${issuer} publishes no key that signs tokens`);
    },
    async renew() {
      return withKeys(async (keys) => {
        if (keys.coolingDown) return false;
        await keys.reload();
        return true;
      });
    },
  };
}

/** Whether a published key can be one that signs with a public-key algorithm. */
const signs = ({ kty, use }: JWK) => kty !== 'oct' && (use === undefined || use === 'sig');

/** Faults of the token's own header: every other failure to find a key is the provider's. */
function isTokenFault(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/**
 * `fetch` that remembers a failure, so that a provider in trouble is not asked once per request.
 *
 * @param onReach hears of each change: the first failure, and null with the first success after it
 */
function patientFetch(retrySeconds: number, onReach: (failure: unknown) => void): FetchImplementation {
  let failure: { error: unknown; until: number } | undefined;
  return async (url, options) => {
    if (failure && Date.now() < failure.until) throw failure.error;
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`${url} answered with status ${response.status}`);
      // A maintenance page may come with status 200: reading it here makes it a failure like the others.
      await response.clone().json();
      if (failure) onReach(null);
      failure = undefined;
      return response;
    } catch (error) {
      if (!failure) onReach(error);
      failure = { error, until: Date.now() + retrySeconds * 1000 };
      throw error;
    }
  };
}

/** Reads the provider's own description and returns the address of its keys. */
async function discover(
  issuer: string,
  fetchImplementation: FetchImplementation,
  timeoutMilliseconds: number,
): Promise<URL> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetchImplementation(url, {
    method: 'GET',
    headers: new Headers({ accept: 'application/json' }),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown } | null;
  // A document that speaks for another issuer would let that issuer's keys sign for this one.
  const described = String(document?.issuer);
  if (!issuerNames(issuer).includes(described))
    throw new ProviderMismatch(
      `HAMKKE_OIDC_ISSUER is ${issuer}, but the provider there says that its tokens come from ${described.slice(0, 200)}`,
    );
  if (typeof document?.jwks_uri !== 'string') throw new Error(`${url} names no jwks_uri`);
  const keys = new URL(document.jwks_uri);
  const plainAllowed = new URL(issuer).protocol === 'http:';
  if (keys.protocol !== 'https:' && !(plainAllowed && keys.protocol === 'http:'))
    throw new Error(`${url} names keys that do not travel over https`);
  return keys;
}
