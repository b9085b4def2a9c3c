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
import { HamkkeError, unauthenticated } from '../errors.js';
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
  /** Resolves for a good token; throws UNAUTHENTICATED for a bad one, OVERLOADED when nobody can say. */
  verify(token: string): Promise<VerifiedToken>;
  /**
   * Resolves when tokens can be judged; throws OVERLOADED when the issuer's keys cannot be had, with a cause that says
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
  const keys = issuerKeys(issuer, options.jwks, options.keyTiming);
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
  if (!token)
    throw unauthenticated(
      'Authorization 머리글은 "Bearer <토큰>" 이어야 합니다. The Authorization header must read "Bearer <token>".',
    );
  return token;
}

function subjectOf({ sub }: JWTPayload): string {
  // Control characters are refused because PostgreSQL's text cannot hold U+0000.
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSubject || /\p{Cc}/u.test(sub))
    throw refusal('sub');
  return sub;
}

/** Each refusal says what is wrong in words and nothing of what the token holds. */
const reasons = {
  expired: '토큰의 유효 기간이 지났습니다. The token has expired.',
  exp: '토큰에 유효 기간이 없습니다. The token does not say when it expires.',
  nbf: '토큰을 아직 쓸 수 없습니다. The token is not yet valid.',
  iss: '토큰의 발급자가 다릅니다. The token comes from the wrong issuer.',
  aud: '다른 서비스용 토큰입니다. The token is meant for another audience.',
  sub: '토큰이 누구의 것인지 알 수 없습니다. The token does not name a usable subject.',
  signature: '토큰의 서명이 맞지 않습니다. The signature of the token does not match.',
  key: '토큰을 서명한 키를 알 수 없습니다. The token is signed with an unknown key.',
  algorithm: '허용되지 않은 서명 방식입니다. The signature algorithm is not allowed.',
  shape: 'JWT 형식의 토큰이 아닙니다. The token is not a JWT.',
};
const refusal = (reason: keyof typeof reasons) => unauthenticated(reasons[reason]);

/** Turns what jose found into the client's error; what is nobody's fault passes, to be logged and masked. */
function fault(error: unknown): unknown {
  if (error instanceof ProviderUnreachable) return unreachable(error);
  if (error instanceof errors.JWTExpired) return refusal('expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return error.reason === 'check_failed' ? refusal('nbf') : refusal('shape');
    if (error.claim === 'exp' || error.claim === 'iss' || error.claim === 'aud' || error.claim === 'sub')
      return refusal(error.claim);
    return refusal('shape');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return refusal('signature');
  if (error instanceof errors.JWKSNoMatchingKey) return refusal('key');
  if (error instanceof errors.JOSEAlgNotAllowed) return refusal('algorithm');
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return refusal('shape');
  if (error instanceof errors.JOSENotSupported) return refusal('shape');
  return error;
}

/** OVERLOADED and not UNAUTHENTICATED, because the token may be good and a client must not throw it away. */
function unreachable(cause: ProviderUnreachable): HamkkeError {
  const error = new HamkkeError(
    'OVERLOADED',
    '로그인 서버에 연결할 수 없어 토큰을 확인하지 못했습니다. The identity provider is not reachable, so the token could not be checked: try again shortly.',
  );
  error.cause = cause;
  return error;
}
