import { readFileSync, writeFileSync } from 'node:fs';
import {
  type CryptoKey,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { Unauthenticated } from '#core/errors.ts';
import { second } from '#core/time.ts';

const issuer = 'urn:ironclaw:local';
const audience = 'ironclaw-learning';
const algorithm = 'ES256';
const mostVerified = 1_000;

export interface Identity {
  readonly sub: string;
  readonly roles: readonly string[];
  /** The service that it speaks for, or several. */
  readonly service?: string;
  readonly services?: readonly string[];
}

/** Issues and verifies the tokens of one machine: the stand-in for an identity provider and its authorizer. */
export interface Tokens {
  /** @param lifetime as `jose` reads it: "12h". */
  issue(identity: Identity, lifetime: string): Promise<string>;
  /** The claims of a token. @throws Unauthenticated `token/missing`, `token/expired`, `token/invalid`. */
  verify(authorization: string | undefined): Promise<Record<string, unknown>>;
}

/** Keeps the signing key in a file that only its owner may read, so that tokens survive a restart. */
export async function openTokens(path: string): Promise<Tokens> {
  const { privateKey, publicKey } = await keysIn(path);
  const verified = new Map<string, JWTPayload>();

  /** A signature takes longer to verify than a request to answer, so each is verified once. */
  async function claimsOf(token: string): Promise<JWTPayload> {
    const known = verified.get(token);
    if (known?.exp !== undefined && known.exp * second > Date.now()) return known;
    verified.delete(token);
    const { payload } = await jwtVerify(token, publicKey, { issuer, audience, algorithms: [algorithm] });
    if (verified.size === mostVerified) verified.clear();
    verified.set(token, payload);
    return payload;
  }

  return {
    issue: ({ sub, ...claims }, lifetime) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm })
        .setSubject(sub)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(privateKey),

    async verify(authorization) {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined)
        throw new Unauthenticated('the request needs a bearer token in its Authorization header.', {
          code: 'token/missing',
        });
      try {
        return await claimsOf(token);
      } catch (cause) {
        if (cause instanceof errors.JWTExpired)
          throw new Unauthenticated('the token has expired; get a new one with `ironclaw token`.', {
            code: 'token/expired',
            cause,
          });
        throw new Unauthenticated('the token was not issued by this server.', {
          code: 'token/invalid',
          cause,
        });
      }
    },
  };
}

async function keysIn(path: string): Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> {
  const stored = readKeys(path) ?? (await createKeys(path));
  const { d: _, ...publicPart } = stored;
  return {
    privateKey: (await importJWK(stored, algorithm)) as CryptoKey,
    publicKey: (await importJWK(publicPart, algorithm)) as CryptoKey,
  };
}

function readKeys(path: string): JWK | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JWK;
  } catch {
    return null;
  }
}

async function createKeys(path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  writeFileSync(path, JSON.stringify(jwk), { mode: 0o600 });
  return jwk;
}
