import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProviderMismatch } from '../../src/identity/keys.js';
import { type TokenVerifierOptions, tokenVerifier } from '../../src/identity/tokens.js';
import { failure, says, seconds } from './setup.js';

// Providers as they are met, which a well-behaved one cannot be made to imitate: what they publish is said by each test.

interface Pair {
  sign: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  jwk: JWK;
}

let server: Server;
let origin: string;
let published: { issuer: string; keys: JWK[] };
let [first, second, third]: Pair[] = [];

const pair = async (): Promise<Pair> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { sign: privateKey, jwk: await exportJWK(publicKey) };
};

beforeAll(async () => {
  [first, second, third] = await Promise.all([pair(), pair(), pair()]);
  server = createServer((request, response) => {
    const discovery = request.url?.endsWith('/.well-known/openid-configuration');
    const body = discovery
      ? { issuer: published.issuer, jwks_uri: `${origin}/keys` }
      : { keys: published.keys };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
});

const verifierOf = (issuer: string, more: Partial<TokenVerifierOptions> = {}) =>
  tokenVerifier({ issuer, audience: 'hamkke', ...more });
/** A token without a `kid`, as some providers sign them. */
const tokenOf = ({ sign }: Pair, claims: Record<string, unknown> = {}) =>
  new SignJWT({ iss: published.issuer, aud: 'hamkke', sub: 'a', exp: seconds() + 60, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(sign);

describe('a token that names no key', () => {
  test.each([1, 2, 3])('is tried with each of %i keys that fit', async (count) => {
    const all = [first!, second!, third!].slice(0, count);
    published = { issuer: origin, keys: all.map(({ jwk }) => jwk) };
    const verifier = verifierOf(origin);
    for (const each of all) expect((await verifier.verify(await tokenOf(each))).subject).toBe('a');
    const expired = await tokenOf(all.at(-1)!, { exp: seconds() - 60 });
    expect(await failure(verifier.verify(expired))).toBe(says.expired);
  });

  test('is refused where none of them signed it, and taken once its key is published', async () => {
    published = { issuer: origin, keys: [first!.jwk, second!.jwk] };
    const verifier = verifierOf(origin, { keyTiming: { cooldownSeconds: 0 } });
    const token = await tokenOf(third!);
    expect(await failure(verifier.verify(token))).toBe(says.wrongSignature);
    published.keys = [second!.jwk, third!.jwk];
    expect((await verifier.verify(token)).subject).toBe('a');
    published.keys = [first!.jwk];
    expect((await verifier.verify(await tokenOf(first!))).subject).toBe('a');
  });
});

describe('an issuer', () => {
  const ways = (path: string) => [`${origin}${path}`, `${origin}${path}/`];

  test('is the same with and without a slash at the end: in the setting, in the provider, in the token', async () => {
    for (const setting of ways('/realm'))
      for (const described of ways('/realm'))
        for (const iss of ways('/realm')) {
          published = { issuer: described, keys: [first!.jwk] };
          const verifier = verifierOf(setting);
          await verifier.ready();
          expect([
            setting,
            described,
            iss,
            (await verifier.verify(await tokenOf(first!, { iss }))).subject,
          ]).toEqual([setting, described, iss, 'a']);
        }
  });

  test.each(['/realm2', '/Realm', '/realm/v2.0', '/'])(
    'that the provider calls by another name (%s) is told before any token comes, and never ready',
    async (other) => {
      published = { issuer: `${origin}${other}`, keys: [first!.jwk] };
      const verifier = verifierOf(`${origin}/realm`);
      const refused = await verifier.ready().catch((error: Error) => error.cause);
      expect(refused).toBeInstanceOf(ProviderMismatch);
      expect((refused as Error).message).toBe(
        `HAMKKE_OIDC_ISSUER is ${origin}/realm, but the provider there says that its tokens come from ${origin}${other}`,
      );
    },
  );

  test.each<[string, () => JWK[]]>([
    ['none', () => []],
    ['none but secrets', () => [{ kty: 'oct', k: 'c2VjcmV0' }]],
    ['none but for encryption', () => [{ ...first!.jwk, use: 'enc' }]],
  ])('that publishes keys, %s of which sign tokens, is never ready', async (_, keys) => {
    published = { issuer: origin, keys: keys() };
    const refused = await verifierOf(origin)
      .ready()
      .catch((error: Error) => error.cause);
    expect((refused as Error).message).toBe(
      `The identity provider ${origin} publishes no key that signs tokens`,
    );
  });

  test('whose tokens name another issuer or audience than the settings is told to the operator, once signed', async () => {
    const issuer = `${origin}/tenant/v2.0`;
    published = { issuer, keys: [first!.jwk] };
    const told: string[] = [];
    const verifier = verifierOf(issuer, { onMismatch: (message) => told.push(message) });
    await failure(verifier.verify(await tokenOf(first!, { iss: `${origin}/tenant/` })));
    await failure(verifier.verify(await tokenOf(first!, { aud: 'api://hamkke' })));
    // A stranger's token says what it likes.
    await failure(verifier.verify(await tokenOf(second!, { iss: 'https://elsewhere.example' })));
    expect(told).toEqual([
      `A token that is signed by the provider's keys comes from the issuer "${origin}/tenant/", and HAMKKE_OIDC_ISSUER is ${issuer}.`,
      `A token that is signed by the provider's keys is meant for "api://hamkke", and HAMKKE_OIDC_AUDIENCE is hamkke.`,
    ]);
  });
});
