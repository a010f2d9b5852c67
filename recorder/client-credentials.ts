import { type ExchangeOptions, post } from './http.ts';

/** A client that fetches its own tokens: the grant "client credentials" of OAuth 2.0, RFC 6749 section 4.4. */
export interface ClientCredentials {
  /** Where tokens are issued. `https:`, or `http:` on this machine. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface IssuedToken {
  readonly token: string;
  /** Seconds that it counts from now. */
  readonly lifetime: number;
}

/** Fetches one token. @throws Error that says what was wrong, and never what was secret. */
export type FetchToken = (patience: ExchangeOptions) => Promise<IssuedToken>;

/** What the environment calls the parts. */
const variables = {
  url: 'IRONCLAW_TOKEN_URL',
  clientId: 'IRONCLAW_CLIENT_ID',
  clientSecret: 'IRONCLAW_CLIENT_SECRET',
} as const satisfies Record<keyof ClientCredentials, string>;

const thisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What RFC 6749 section 5.2 lets an endpoint say. Any other text in its answer could repeat what was sent to it. */
const knownErrors = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** @throws TypeError when a part is missing, or the secret would travel in clear text. */
export function createTokenFetcher({ url, clientId, clientSecret }: ClientCredentials): FetchToken {
  for (const [part, value] of Object.entries({ url, clientId, clientSecret }))
    if (!value)
      throw new TypeError(
        `to fetch tokens takes ${Object.values(variables).join(', ')}; ${variables[part as keyof ClientCredentials]} is empty.`,
      );
  const target = addressOf(url);
  // Section 2.3.1: each half is form-encoded, so that a colon within one cannot part them.
  const halves = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const authorization = `Basic ${Buffer.from(halves).toString('base64')}`;
  return async (patience) => {
    const { status, text } = await post(target, 'grant_type=client_credentials', {
      ...patience,
      authorization,
      contentType: 'application/x-www-form-urlencoded',
    });
    const answer = fieldsOf(text);
    if (status !== 200) throw new Error(`the token endpoint answered ${status}${reasonIn(answer)}`);
    return issuedIn(answer);
  };
}

function addressOf(url: string): URL {
  const target = URL.parse(url);
  if (!target) throw new TypeError('the address of the token endpoint is none.');
  const { protocol, hostname } = target;
  if (protocol === 'https:' || (protocol === 'http:' && thisMachine.test(hostname))) return target;
  throw new TypeError(
    `the token endpoint must be https:, for the secret's sake; it is ${protocol}//${hostname}.`,
  );
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {}; // HTML, or nothing at all
  }
}

function reasonIn({ error }: Readonly<Record<string, unknown>>): string {
  return typeof error === 'string' && knownErrors.has(error) ? ` (${error})` : '';
}

function issuedIn({
  access_token: token,
  expires_in: lifetime,
}: Readonly<Record<string, unknown>>): IssuedToken {
  if (typeof token !== 'string' || !/^[!-~]+$/.test(token))
    throw new Error('the token endpoint answered without an access_token');
  if (typeof lifetime !== 'number' || !(lifetime > 0))
    throw new Error('the token endpoint answered without a positive expires_in');
  return { token, lifetime };
}
