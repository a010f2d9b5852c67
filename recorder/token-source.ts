import { type ClientCredentials, createTokenFetcher, type FetchToken } from './client-credentials.ts';
import type { ExchangeOptions } from './http.ts';

/** Knows the token that a batch goes with. */
export interface TokenSource {
  /** @throws Error when there is none, and none could be fetched. */
  current(patience: ExchangeOptions): Promise<string>;
  /** The collector did not take the present one: from now on another is given, where there can be another. */
  invalidate(): void;
}

/** A string is given as it is; for credentials tokens are fetched and renewed. @throws TypeError for wrong credentials. */
export function createTokenSource(source: string | ClientCredentials): TokenSource {
  return typeof source === 'string' ? fixedToken(source) : renewedTokens(createTokenFetcher(source));
}

function fixedToken(token: string): TokenSource {
  return { current: async () => token, invalidate: () => {} };
}

const maxMargin = 60; // seconds

/** Keeps a token until shortly before it expires. Asked by one batch at a time. */
function renewedTokens(fetchToken: FetchToken): TokenSource {
  let held: { readonly token: string; readonly until: number } | null = null;
  return {
    async current(patience) {
      if (held && Date.now() < held.until) return held.token;
      const { token, lifetime } = await fetchToken(patience);
      held = { token, until: Date.now() + usefulSeconds(lifetime) * 1_000 };
      return token;
    },
    invalidate() {
      held = null;
    },
  };
}

/** A tenth is left for the way and for clocks that differ, of a long life a minute. */
const usefulSeconds = (lifetime: number): number => lifetime - Math.min(maxMargin, lifetime / 10);
