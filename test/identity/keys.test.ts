import { describe, expect, test } from 'vitest';
import { subject } from './openidProvider.js';
import { failure, identityTests, reheaded, says, seconds } from './setup.js';

const { provider, verifierFor, signed, pass } = identityTests();

describe('the provider', () => {
  test('may publish a new key, which is taken without a restart and asked for with moderation', async () => {
    const verifier = verifierFor();
    await verifier.verify(await provider().token());
    const asked = provider().asked('/jwks');
    await provider().rotate(provider().keys());
    const token = await provider().token();
    expect(await failure(verifier.verify(token))).toBe(says.unknownKey);
    expect(provider().asked('/jwks')).toBe(asked);
    pass(31);
    expect((await verifier.verify(token)).subject).toBe(subject);
    expect(provider().asked('/jwks')).toBe(asked + 1);
  });

  test('may retire a key, which is refused once the cached keys and the remembered token have aged', async () => {
    const verifier = verifierFor();
    const token = await provider().token();
    await verifier.verify(token);
    await provider().rotate();
    await verifier.verify(token);
    pass(61);
    await verifier.verify(token);
    pass(600);
    expect(await failure(verifier.verify(token))).toBe(says.unknownKey);
  });

  test('is asked about a token again after 1,000 others', async () => {
    const verifier = verifierFor({ keyTiming: { maxAgeSeconds: 30 } });
    const first = await signed({ jti: 'first' });
    const second = await signed({ jti: 'second' });
    await verifier.verify(first);
    await verifier.verify(second);
    await verifier.verify(first);
    for (let other = 0; other < 999; other++) await verifier.verify(await signed({ jti: `${other}` }));
    await provider().rotate();
    pass(31);
    await verifier.verify(first);
    expect(await failure(verifier.verify(second))).toBe(says.unknownKey);
  });

  test.each(['an address of keys', 'discovery'])('may be away at first, with %s', async (way) => {
    const token = await provider().token();
    const jwks = way === 'discovery' ? undefined : provider().jwks;
    provider().goAway('refusing');
    const verifier = verifierFor({ jwks });
    expect(await failure(verifier.ready())).toBe(says.unreachable);
    expect(await failure(verifier.verify(token))).toBe(says.unreachable);
    provider().comeBack();
    // It is left alone for a moment, so that its trouble is not multiplied.
    expect(await failure(verifier.verify(token))).toBe(says.unreachable);
    pass(5);
    await verifier.ready();
    expect((await verifier.verify(token)).subject).toBe(subject);
  });

  test('may hang', async () => {
    const token = await provider().token();
    provider().goAway('hanging');
    const verifier = verifierFor({ keyTiming: { timeoutMilliseconds: 20 } });
    expect(await failure(verifier.verify(token))).toBe(says.unreachable);
  });

  test('may go away for an hour, while its last keys serve and an unknown key is not called wrong', async () => {
    const token = await signed({ exp: seconds() + 86_400 });
    const verifier = verifierFor({ jwks: undefined });
    await verifier.verify(token);
    provider().goAway('refusing');
    const asked = provider().asked('/jwks');
    pass(3_500);
    await verifier.verify(token);
    await verifier.ready();
    expect(await failure(verifier.verify(reheaded(token, { kid: 'unknown' })))).toBe(says.unreachable);
    expect(await failure(verifier.verify(`${token.slice(0, -8)}AAAAAAAA`))).toBe(says.wrongSignature);
    expect(provider().asked('/jwks')).toBe(asked + 1);
    pass(200);
    expect(await failure(verifier.verify(token))).toBe(says.unreachable);
    expect(await failure(verifier.ready())).toBe(says.unreachable);
    provider().comeBack();
    pass(5);
    await verifier.verify(token);
  });
});
