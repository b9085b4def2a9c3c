import { hash } from 'node:crypto';
import {
  decodeProtectedHeader,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyOptions,
  type JWTVerifyResult,
  jwtVerify,
} from 'jose';
import { HamkkeError } from '../errors.js';
import { errorOf } from '../faults.js';
import { identityFaults } from './faults.js';
import { type IssuerKeys, issuerKeys, issuerNames, type KeyTiming, ProviderUnreachable } from './keys.js';

/** What a good token says: who the person is, never what they may do. */
export interface VerifiedToken {
  subject: string;
  issuer: string;
  /** When the token ends, in milliseconds since 1970. */
  expiresAt: number;
}

/** Judges bearer tokens of one issuer. */
export interface TokenVerifier {
  /** Resolves for a good token; throws UNAUTHENTICATED for a bad one, UNAVAILABLE when nobody can say. */
  verify(token: string): Promise<VerifiedToken>;
  /**
   * Resolves when tokens can be judged; throws UNAVAILABLE when the issuer's keys cannot be had, with a cause that says
   * why: a ProviderMismatch where waiting does not help.
   */
  ready(): Promise<void>;
}

/** Whose tokens are taken, for whom they must be meant, and where the keys are. */
export interface TokenVerifierOptions {
  issuer: string;
  audience: string;
  /** The issuer's keys or their address; OpenID discovery finds them where this is absent. */
  jwks?: URL | JSONWebKeySet;
  algorithms?: string[];
  clockToleranceSeconds?: number;
  keyTiming?: Partial<KeyTiming>;
  /** Hears once that the issuer cannot be reached, with why, and once that it can be again, with null. */
  onReach?: (failure: unknown) => void;
  /** Hears of tokens that the issuer's own keys signed and that are refused all the same: a setting may be wrong. */
  onMismatch?: (message: string) => void;
  /** The clock, in milliseconds since 1970. */
  now?: () => number;
}

const asymmetric = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const rememberedTokens = 1_000;
const rememberedMilliseconds = 60_000;
const longestSubject = 255;

/** Makes the judge of an issuer's tokens; nothing is fetched before the first token or `ready()`. */
export function tokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { issuer, audience, algorithms = asymmetric, clockToleranceSeconds = 5 } = options;
  const { now = () => Date.now() } = options;
  // A public key is no secret: taking it as one (HS256) would let anybody sign, and `none` needs no key.
  const refused = algorithms.filter((name) => !/^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/.test(name));
  if (refused.length > 0) throw new TypeError(`Not a public-key signature: ${refused.join(', ')}`);
  const keys = issuerKeys(issuer, options.jwks, options.keyTiming, options.onReach);
  const remembered = new Map<string, { verified: VerifiedToken; until: number }>();

  /** Least recently used first: whoever is asked for moves to the end. */
  function remember(key: string, entry: { verified: VerifiedToken; until: number }) {
    remembered.delete(key);
    remembered.set(key, entry);
    if (remembered.size > rememberedTokens) remembered.delete(remembered.keys().next().value!);
  }

  async function judge(token: string): Promise<VerifiedToken> {
    const { payload } = await verifySignature(token, keys, {
      issuer: issuerNames(issuer),
      audience,
      algorithms,
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(now()),
      requiredClaims: ['sub', 'exp'],
    }).catch((error: unknown) => {
      const mismatch = mismatchOf(error, options);
      if (mismatch) options.onMismatch?.(mismatch);
      throw fault(error);
    });
    return { subject: subjectOf(payload), issuer, expiresAt: payload.exp! * 1000 };
  }

  return {
    async verify(token) {
      // A digest, so that a dump of the memory holds no tokens.
      const key = hash('sha256', token, 'base64');
      const entry = remembered.get(key);
      const asked = now();
      if (entry && asked < entry.until) {
        remember(key, entry);
        return entry.verified;
      }
      remembered.delete(key);
      const verified = await judge(token);
      remember(key, { verified, until: Math.min(verified.expiresAt, asked + rememberedMilliseconds) });
      return verified;
    },
    ready: () =>
      keys.load().catch((error: unknown) => {
        throw fault(error);
      }),
  };
}

/**
 * Checks a token's signature and claims. One that names no key is tried with each that fits, and once more with keys that
 * are fetched anew: where a key has no name, a new one cannot be told from an unknown one.
 */
async function verifySignature(
  token: string,
  keys: IssuerKeys,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await verifyWithAny(token, keys, options);
  } catch (error) {
    const unnamed =
      error instanceof errors.JWSSignatureVerificationFailed && !decodeProtectedHeader(token).kid;
    if (!unnamed || !(await keys.renew())) throw error;
    return verifyWithAny(token, keys, options);
  }
}

async function verifyWithAny(
  token: string,
  keys: IssuerKeys,
  options: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  try {
    return await jwtVerify(token, keys.find, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, options);
      } catch (refused) {
        if (!(refused instanceof errors.JWSSignatureVerificationFailed)) throw refused;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/**
 * What the server's operator should hear of a token: claims are checked after the signature, so a wrong issuer or
 * audience in a token that the provider really signed is mostly a setting of ours that does not match.
 */
function mismatchOf(error: unknown, { issuer, audience }: TokenVerifierOptions): string | null {
  if (!(error instanceof errors.JWTClaimValidationFailed) || error.reason !== 'check_failed') return null;
  const said = JSON.stringify(error.payload[error.claim] ?? null).slice(0, 200);
  if (error.claim === 'iss')
    return `A token that is signed by the provider's keys comes from the issuer ${said}, and HAMKKE_OIDC_ISSUER is ${issuer}.`;
  if (error.claim === 'aud')
    return `A token that is signed by the provider's keys is meant for ${said}, and HAMKKE_OIDC_AUDIENCE is ${audience}.`;
  return null;
}

/** The token of an `Authorization` header, `null` where there is none; a malformed header is refused. */
export function bearer(header: string | undefined): string | null {
  if (header === undefined) return null;
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
  if (!token) throw errorOf(identityFaults.AUTHORIZATION_MALFORMED);
  return token;
}

function subjectOf({ sub }: JWTPayload): string {
  // Control characters are refused because PostgreSQL's text cannot hold U+0000.
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject || /\p{Cc}/u.test(sub))
    throw refusal('TOKEN_WITHOUT_SUBJECT');
  return sub;
}

const refusal = (reason: keyof typeof identityFaults) => errorOf(identityFaults[reason]);

/** What is wrong with a claim that must be there and fit. */
const ofClaim = {
  exp: 'TOKEN_WITHOUT_EXPIRY',
  iss: 'TOKEN_OF_OTHER_ISSUER',
  aud: 'TOKEN_FOR_OTHER_AUDIENCE',
  sub: 'TOKEN_WITHOUT_SUBJECT',
} as const;

/** Turns what jose found into the client's error; what is nobody's fault passes, to be logged and masked. */
function fault(error: unknown): unknown {
  if (error instanceof ProviderUnreachable) return unreachable(error);
  if (error instanceof errors.JWTExpired) return refusal('TOKEN_EXPIRED');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf')
      return error.reason === 'check_failed' ? refusal('TOKEN_NOT_YET_VALID') : refusal('TOKEN_MALFORMED');
    if (error.claim === 'exp' || error.claim === 'iss' || error.claim === 'aud' || error.claim === 'sub')
      return refusal(ofClaim[error.claim]);
    return refusal('TOKEN_MALFORMED');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return refusal('TOKEN_SIGNATURE_WRONG');
  if (error instanceof errors.JWKSNoMatchingKey) return refusal('TOKEN_KEY_UNKNOWN');
  if (error instanceof errors.JOSEAlgNotAllowed) return refusal('TOKEN_ALGORITHM_REFUSED');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return refusal('TOKEN_MALFORMED');
  if (error instanceof errors.JOSENotSupported) return refusal('TOKEN_MALFORMED');
  return error;
}

/** UNAVAILABLE and not UNAUTHENTICATED, because the token may be good and a client must not throw it away. */
function unreachable(cause: ProviderUnreachable): HamkkeError {
  const error = errorOf(identityFaults.IDENTITY_PROVIDER_UNREACHABLE);
  error.cause = cause;
  return error;
}
