import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { base64url, decodeJwt, decodeProtectedHeader, type JWK, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import fc from '../support/property.js';
import { subject } from './openidProvider.js';
import { encode, failure, identityTests, reheaded, says, seconds } from './setup.js';

const { provider, verifierFor, refusal, signed, pass } = identityTests();

describe('a token of a real OpenID provider', () => {
  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'] as const)('is accepted with %s', async (algorithm) => {
    const token = await provider().token({ algorithm });
    const verified = await verifierFor().verify(token);
    expect(decodeProtectedHeader(token).alg).toBe(algorithm);
    expect(verified).toEqual({
      subject,
      issuer: provider().issuer,
      expiresAt: decodeJwt(token).exp! * 1000,
    });
  });

  test('is refused when it is meant for another audience', async () => {
    expect(await refusal(await provider().token({ audience: 'elsewhere' }))).toBe(
      'UNAUTHENTICATED: The token is meant for another audience.',
    );
  });

  test('is refused when it comes from another issuer', async () => {
    expect(await refusal(await provider().token(), { issuer: 'https://another.example' })).toBe(
      'UNAUTHENTICATED: The token comes from the wrong issuer.',
    );
  });

  test('is refused without a subject', async () => {
    const token = await provider().token({ withoutSubject: true });
    expect(decodeJwt(token).client_id).toBe('without-subject');
    expect(await refusal(token)).toBe(says.noSubject);
  });

  test.each([
    ['a number', 7],
    ['empty', ''],
    ['256 characters', 'x'.repeat(256)],
    ['a NUL', 'a\u0000b'],
    ['null', null],
  ])('is refused when the subject is %s', async (_, sub) => {
    expect(await refusal(await signed({ sub }))).toBe(says.noSubject);
  });

  test('is accepted with a subject of 255 characters', async () => {
    const sub = '가'.repeat(255);
    expect((await verifierFor().verify(await signed({ sub }))).subject).toBe(sub);
  });

  test('is refused when it never expires or says so badly', async () => {
    const message = 'UNAUTHENTICATED: The token does not say when it expires.';
    expect(await refusal(await signed({ exp: undefined }))).toBe(message);
    expect(await refusal(await signed({ exp: 'tomorrow' }))).toBe(message);
  });

  test('is refused before its time, with five seconds of tolerance', async () => {
    const token = await signed({ nbf: seconds() + 60 });
    expect(await refusal(token)).toBe('UNAUTHENTICATED: The token is not yet valid.');
    pass(56);
    expect(await refusal(token)).toBe('accepted');
  });

  test('is refused once it has expired, with five seconds of tolerance, remembered or not', async () => {
    const token = await provider().token();
    const { exp } = decodeJwt(token);
    let now = exp! * 1000 - 1;
    const verifier = verifierFor({ now: () => now });
    await verifier.verify(token);
    now = exp! * 1000 + 4_999;
    await verifier.verify(token);
    now = exp! * 1000 + 5_000;
    expect(await failure(verifier.verify(token))).toBe(says.expired);
    expect(await refusal(token, { now: () => now })).toBe(says.expired);
  });
});

describe('a forged token', () => {
  test('with another payload is refused', async () => {
    const [header, , signature] = (await provider().token()).split('.');
    const payload = encode({ ...decodeJwt(await provider().token()), sub: 'demo|head' });
    expect(await refusal(`${header}.${payload}.${signature}`)).toBe(says.wrongSignature);
  });

  test('with another signature is refused', async () => {
    const [header, payload, signature] = (await provider().token()).split('.');
    const flipped = base64url.decode(signature!);
    flipped[0]! ^= 1;
    expect(await refusal(`${header}.${payload}.${base64url.encode(flipped)}`)).toBe(says.wrongSignature);
    expect(await refusal(`${header}.${payload}.`)).toBe(says.wrongSignature);
  });

  test('with another header is refused', async () => {
    expect(await refusal(reheaded(await provider().token(), { typ: 'JWT' }))).toBe(says.wrongSignature);
  });

  test.each(['none', 'None', 'NONE'])('without a signature (alg %s) is refused', async (alg) => {
    const payload = encode(decodeJwt(await provider().token()));
    const token = `${encode({ alg, kid: provider().keys()[0]!.kid })}.${payload}.`;
    expect(await refusal(token)).toBe(says.algorithmRefused);
  });

  test('with the public key as the secret of HS256 is refused', async () => {
    const jwk = provider()
      .keys()
      .find(({ kty }) => kty === 'RSA')!;
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const payload = encode(decodeJwt(await provider().token()));
    for (const secret of [
      key.export({ type: 'spki', format: 'pem' }),
      key.export({ type: 'spki', format: 'der' }),
    ]) {
      const body = `${encode({ alg: 'HS256', kid: jwk.kid })}.${payload}`;
      const signature = createHmac('sha256', secret).update(body).digest('base64url');
      expect(await refusal(`${body}.${signature}`)).toBe(says.algorithmRefused);
    }
  });

  test('under an unknown key, or under a key of its own, is refused', async () => {
    expect(await refusal(await signed({}, { kid: 'unknown' }))).toBe(says.unknownKey);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = await new SignJWT(decodeJwt(await provider().token()))
      .setProtectedHeader({ alg: 'ES256', jwk: publicKey.export({ format: 'jwk' }) as JWK })
      .sign(privateKey);
    expect(await refusal(own)).toBe(says.wrongSignature);
  });

  test('with a critical extension that nobody knows is refused', async () => {
    expect(await refusal(reheaded(await provider().token(), { crit: ['x'], x: 1 }))).toBe(says.noJwt);
  });

  test('an algorithm outside the configured list is refused, and no list may name a secret', async () => {
    expect(await refusal(await provider().token(), { algorithms: ['RS256'] })).toBe(says.algorithmRefused);
    expect(() => verifierFor({ algorithms: ['RS256', 'HS256'] })).toThrow('HS256');
    expect(() => verifierFor({ algorithms: ['none'] })).toThrow('none');
  });

  test.each(['', 'x', 'a.b.c', '..', '....', 'e30.e30.', `${encode({ alg: 'ES256' })}.e30`])(
    'that is no JWT (%j) is refused',
    async (token) => expect(await refusal(token)).toMatch(/^UNAUTHENTICATED: /),
  );

  test('of any shape is refused in words that do not repeat it', async () => {
    const good = await provider().token();
    const verifier = verifierFor();
    const part = fc.oneof(
      fc.string().map((text) => base64url.encode(text)),
      fc.json().map((text) => base64url.encode(text)),
      fc.constantFrom(...good.split('.')),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.tuple(part, part, part), async (parts) => {
        const token = parts.join('.');
        fc.pre(token !== good);
        const message = await failure(verifier.verify(token));
        expect(message).toMatch(/^UNAUTHENTICATED: The [a-zA-Z ]+\.$/);
      }),
      { numRuns: 300 },
    );
  });
});
