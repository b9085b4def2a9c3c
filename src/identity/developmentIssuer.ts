import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from 'jose';
import { StartError } from '../errors.js';
import { keyFile } from './keyFile.js';

/** An issuer of tokens for trying Hamkke out, never for production. */
export interface DevelopmentIssuer {
  issuer: string;
  audience: string;
  jwks: JSONWebKeySet;
  /** A token that names the subject and is good for 30 days. */
  token(subject: string): Promise<string>;
}

const issuer = 'urn:hamkke:development';
const audience = 'hamkke';
const algorithm = 'EdDSA';

/** Opens the development issuer, whose key stays in the data directory so that printed tokens outlive a restart. */
export async function developmentIssuer(dataDirectory: string): Promise<DevelopmentIssuer> {
  const file = join(dataDirectory, 'development-issuer.jwk');
  const text = await keyFile(file, "The development issuer's key", freshKey);
  const { privateKey, publicJwk } = await parseKey(text, file);
  const token = (subject: string) =>
    new SignJWT()
      .setProtectedHeader({ alg: algorithm, kid: publicJwk.kid!, typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('30 days')
      .sign(privateKey);
  return { issuer, audience, jwks: { keys: [publicJwk] }, token };
}

async function freshKey(): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return `${JSON.stringify(await exportJWK(privateKey))}\n`;
}

/** The private key and what may be published of it. */
async function parseKey(text: string, file: string) {
  try {
    const jwk = JSON.parse(text) as JWK;
    const { kty, crv, x, d } = jwk;
    if (kty !== 'OKP' || crv !== 'Ed25519' || !x || !d) throw new TypeError('not an Ed25519 private key');
    const published = { kty, crv, x };
    const publicJwk = {
      ...published,
      kid: await calculateJwkThumbprint(published),
      alg: algorithm,
      use: 'sig',
    };
    // The import refuses halves that do not belong together, whose tokens nobody would accept.
    return { privateKey: await importJWK({ kty, crv, x, d }, algorithm), publicJwk };
  } catch {
    throw damaged(file);
  }
}

const damaged = (file: string) =>
  new StartError(
    `The development issuer's key ${file} is damaged: delete it and start again (tokens printed before will stop working).`,
  );
