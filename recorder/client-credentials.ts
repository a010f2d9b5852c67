import { type ExchangeOptions, post } from './http.ts';
import { parseUrl } from './parse-url.ts';

/** A client that fetches its own tokens with the "client credentials" grant of OAuth 2.0 (RFC 6749, section 4.4). */
export interface ClientCredentials {
  /** URL of the token endpoint: `https:`, or `http:` on this machine. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface IssuedToken {
  readonly token: string;
  /** Seconds from now until the token expires. */
  readonly lifetime: number;
}

/** Fetches one token. @throws Error that says what was wrong and never contains a secret. */
export type FetchToken = (options: ExchangeOptions) => Promise<IssuedToken>;

/** The environment variable of each part. */
const variables = {
  url: 'IRONCLAW_TOKEN_URL',
  clientId: 'IRONCLAW_CLIENT_ID',
  clientSecret: 'IRONCLAW_CLIENT_SECRET',
} as const satisfies Record<keyof ClientCredentials, string>;

const thisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The error codes of RFC 6749, section 5.2. Any other text in the response could repeat the secret that was sent. */
const knownErrors = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

/** @throws TypeError if a part is missing, or if the secret would be sent in clear text. */
export function createTokenFetcher({ url, clientId, clientSecret }: ClientCredentials): FetchToken {
  for (const [part, value] of Object.entries({ url, clientId, clientSecret }))
    if (!value)
      throw new TypeError(
        `fetching tokens requires ${Object.values(variables).join(', ')}; ${variables[part as keyof ClientCredentials]} is empty.`,
      );
  const target = addressOf(url);
  // Section 2.3.1: id and secret are form-encoded, so that a colon in one of them cannot separate them.
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return async (options) => {
    const { status, text } = await post(target, 'grant_type=client_credentials', {
      ...options,
      authorization,
      contentType: 'application/x-www-form-urlencoded',
    });
    const response = fieldsOf(text);
    if (status !== 200) throw new Error(`the token endpoint responded with ${status}${reasonIn(response)}`);
    return issuedIn(response);
  };
}

function addressOf(url: string): URL {
  const target = parseUrl(url);
  if (!target) throw new TypeError('the URL of the token endpoint is invalid.');
  const { protocol, hostname } = target;
  if (protocol === 'https:' || (protocol === 'http:' && thisMachine.test(hostname))) return target;
  throw new TypeError(
    `the token endpoint must use https: to protect the secret; it is ${protocol}//${hostname}.`,
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
    throw new Error('the token endpoint responded without an access_token');
  if (typeof lifetime !== 'number' || !(lifetime > 0))
    throw new Error('the token endpoint responded without a positive expires_in');
  return { token, lifetime };
}
