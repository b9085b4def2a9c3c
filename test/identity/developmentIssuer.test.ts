import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StartError } from '../../src/errors.js';
import { type DevelopmentIssuer, developmentIssuer } from '../../src/identity/developmentIssuer.js';
import { personas } from '../../src/identity/personas.js';
import { run } from '../../src/identity/personaToken.js';
import { tokenVerifier } from '../../src/identity/tokens.js';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'hamkke 함께 ')), 'data');
  file = join(directory, 'development-issuer.jwk');
});
afterEach(() => rm(join(directory, '..'), { recursive: true }));

/** Everybody who reads the directory judges by the key that lies there. */
const subjectOf = async (token: string) => {
  const verifier = tokenVerifier(await developmentIssuer(directory));
  return (await verifier.verify(token)).subject;
};

describe('the development issuer', () => {
  test('gives tokens that stay good over restarts for 30 days', async () => {
    const issuer = await developmentIssuer(directory);
    const token = await issuer.token('demo|nurse');
    const { iss, aud, iat, exp } = decodeJwt(token);
    expect({ iss, aud, life: exp! - iat! }).toEqual({
      iss: 'urn:hamkke:development',
      aud: 'hamkke',
      life: 30 * 86_400,
    });
    expect(await subjectOf(token)).toBe('demo|nurse');
  });

  test('publishes no private key and keeps its own for its user alone', async () => {
    const { jwks } = await developmentIssuer(directory);
    expect(jwks.keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
    ]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['development-issuer.jwk']);
  });

  test('agrees on one key with all that start at once', async () => {
    // Started one turn after the other, so that some write while others already read.
    const starts: Promise<DevelopmentIssuer>[] = [];
    for (let start = 0; start < 50; start++) {
      starts.push(developmentIssuer(directory));
      await new Promise(setImmediate);
    }
    const issuers = await Promise.all(starts);
    expect(new Set(issuers.map(({ jwks }) => jwks.keys[0]!.kid)).size).toBe(1);
    expect(await readdir(directory)).toEqual(['development-issuer.jwk']);
  });

  test('says so in one sentence when its key is damaged, and leaves the file alone', async () => {
    await developmentIssuer(directory);
    const good = JSON.parse(await readFile(file, 'utf8'));
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const damages = [
      '',
      '{"kty":"OKP"',
      'null',
      '{"kty":"oct","k":"AA"}',
      JSON.stringify({ ...good, d: undefined }),
      JSON.stringify({ ...good, d: 'AA' }),
      JSON.stringify({ ...good, x: (await exportJWK(privateKey)).x }),
    ];
    for (const damage of damages) {
      await writeFile(file, damage);
      const opened = developmentIssuer(directory);
      await expect(opened).rejects.toBeInstanceOf(StartError);
      await expect(opened).rejects.toThrow(/^The development issuer's key .* is damaged: delete it/);
      expect(await readFile(file, 'utf8')).toBe(damage);
    }
  });

  test('says so in one sentence when its directory is no directory', async () => {
    await writeFile(directory, '');
    await chmod(directory, 0o600);
    const opened = developmentIssuer(directory);
    await expect(opened).rejects.toBeInstanceOf(StartError);
    await expect(opened).rejects.toThrow(/cannot be read or written \(E[A-Z]+\)/);
  });
});

describe('the token command', () => {
  const mode = 'development';

  test('gives every persona a token of their own subject', async () => {
    for (const { key, subject } of personas) {
      const token = await run([key], { mode, dataDirectory: directory });
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      expect(await subjectOf(token)).toBe(subject);
      expect(subject).toBe(`demo|${key}`);
    }
  });

  test.each([[[]], [['mayor']], [['head', 'nurse']], [['toString']]])(
    'lists who is known when asked for %j',
    async (argv) => {
      const answer = run(argv, { mode, dataDirectory: directory });
      await expect(answer).rejects.toBeInstanceOf(StartError);
      await expect(answer).rejects.toThrow(/known are head, case-manager, .*, reporter\.$/);
    },
  );

  test('refuses in production and makes no key', async () => {
    const answer = run(['head'], { mode: 'production', dataDirectory: directory });
    await expect(answer).rejects.toBeInstanceOf(StartError);
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  test('knows every persona in two languages', () => {
    for (const { who } of personas) {
      expect(who.ko).toMatch(/[가-힣]/);
      expect(who.en).toMatch(/^[\w' ,().-]+$/);
    }
    expect(new Set(personas.map(({ subject }) => subject)).size).toBe(personas.length);
  });
});
