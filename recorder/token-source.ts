import { type ClientCredentials, createTokenFetcher, type FetchToken } from './client-credentials.ts';
import type { ExchangeOptions } from './http.ts';

/** Provides the token for a batch. */
export interface TokenSource {
  /** @throws Error if there is no token and none could be fetched. */
  current(options: ExchangeOptions): Promise<string>;
  /** Discards the current token, which the collector rejected. A fixed token stays the same. */
  invalidate(): void;
}

/**
 * A token source: a string is a fixed token; with credentials, tokens are fetched and renewed.
 * @throws TypeError for invalid credentials.
 */
export function createTokenSource(source: string | ClientCredentials): TokenSource {
  return typeof source === 'string' ? fixedToken(source) : renewedTokens(createTokenFetcher(source));
}

function fixedToken(token: string): TokenSource {
  return { current: async () => token, invalidate: () => {} };
}

const maxMargin = 60; // seconds

/** Caches a token until shortly before it expires. Serves one batch at a time. */
function renewedTokens(fetchToken: FetchToken): TokenSource {
  let cached: { readonly token: string; readonly until: number } | null = null;
  return {
    async current(options) {
      if (cached && Date.now() < cached.until) return cached.token;
      const { token, lifetime } = await fetchToken(options);
      cached = { token, until: Date.now() + usableSeconds(lifetime) * 1_000 };
      return token;
    },
    invalidate() {
      cached = null;
    },
  };
}

/** Leaves a tenth of the lifetime, at most a minute, for network latency and clock differences. */
const usableSeconds = (lifetime: number): number => lifetime - Math.min(maxMargin, lifetime / 10);
