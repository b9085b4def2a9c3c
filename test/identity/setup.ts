import { base64url, decodeProtectedHeader, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { inLanguage } from '../../src/errors.js';
import { type TokenVerifierOptions, tokenVerifier } from '../../src/identity/tokens.js';
import { startProvider, subject } from './openidProvider.js';

/** What a client reads, in its English half. */
export const says = {
  unknownKey: 'UNAUTHENTICATED: The token is signed with an unknown key.',
  noJwt: 'UNAUTHENTICATED: The token is not a JWT.',
  wrongSignature: 'UNAUTHENTICATED: The signature of the token does not match.',
  algorithmRefused: 'UNAUTHENTICATED: The signature algorithm is not allowed.',
  expired: 'UNAUTHENTICATED: The token has expired.',
  noSubject: 'UNAUTHENTICATED: The token does not name a usable subject.',
  unreachable:
    'UNAVAILABLE: The identity provider is not reachable, so the token could not be checked: try again shortly.',
};

/** The code and the English line of the message with which a promise fails. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    const { extensions, message } = error as { extensions?: { code?: string }; message: string };
    expect(message).toMatch(/[가-힣]/);
    return `${extensions?.code}: ${inLanguage(message, 'en')}`;
  }
  return 'accepted';
}

export const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
export const seconds = () => Math.floor(Date.now() / 1000);

/** A token under a changed header, with the signature it had. */
export function reheaded(token: string, header: Record<string, unknown>): string {
  const [, payload, signature] = token.split('.');
  return `${encode({ ...decodeProtectedHeader(token), ...header })}.${payload}.${signature}`;
}

/** Starts a provider for the tests of one file, and a clock that they can put forward. */
export function identityTests() {
  let started: Awaited<ReturnType<typeof startProvider>>;
  let ahead = 0;

  beforeAll(async () => {
    started = await startProvider();
  });
  afterAll(() => started.stop());
  beforeEach(() => {
    ahead = 0;
    const start = Date.now();
    // Hamkke, jose and the provider read the same clock, which stands still on a slow machine too.
    vi.spyOn(Date, 'now').mockImplementation(() => start + ahead);
  });
  afterEach(() => {
    started.comeBack();
    vi.restoreAllMocks();
  });

  const verifierFor = (options: Partial<TokenVerifierOptions> = {}) =>
    tokenVerifier({ issuer: started.issuer, audience: 'hamkke', jwks: started.jwks, ...options });
  return {
    provider: () => started,
    verifierFor,
    /** Puts the clock forward. */
    pass(seconds: number) {
      ahead += seconds * 1000;
    },
    /** How a verifier that sees the token for the first time refuses it. */
    refusal: (token: string, options?: Partial<TokenVerifierOptions>) =>
      failure(verifierFor(options).verify(token)),
    /** Signs a token like the provider's, with its own key, but for these claims; `undefined` takes one away. */
    async signed(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
      const key = started.keys().find(({ crv }) => crv === 'P-256') as JWK;
      const usual = { iss: started.issuer, aud: 'hamkke', sub: subject, exp: seconds() + 3600 };
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: key.kid!, ...header })
        .sign(await importJWK(key, 'ES256'));
    },
  };
}
