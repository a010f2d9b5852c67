import { type ExchangeOptions, type HttpResponse, post } from './http.ts';
import type { MetricsResponse } from './protocol.ts';
import type { TokenSource } from './token-source.ts';

/** The outcome of sending a batch. `retry`: send it again. `rejected`: sending it again would not help. */
export type Delivery =
  | { readonly outcome: 'accepted'; readonly response: MetricsResponse }
  | { readonly outcome: 'retry'; readonly reason: string }
  | { readonly outcome: 'rejected'; readonly reason: string };

export interface SenderOptions {
  /** The URL of the API: `http://host/api/v1/learning`. */
  readonly url: string;
  readonly tokens: TokenSource;
  /** Milliseconds to wait for the collector's response, including fetching a token. */
  readonly timeout: number;
}

/** Sends serialized batches to the collector. */
export class Sender {
  readonly #target: URL;
  readonly #options: SenderOptions;

  /** @throws TypeError if the URL is not an HTTP URL. */
  constructor(options: SenderOptions) {
    this.#target = new URL(`${options.url.replace(/\/+$/, '')}/metrics`);
    if (!/^https?:$/.test(this.#target.protocol)) throw new TypeError(`${options.url} is not an HTTP URL.`);
    this.#options = options;
  }

  /** Never rejects. */
  async send(body: string, holdProcess: boolean, cancelled: AbortSignal): Promise<Delivery> {
    try {
      const signal = abortedBy(cancelled, AbortSignal.timeout(this.#options.timeout));
      const { status, text } = await this.#post(body, { signal, holdProcess });
      return deliveryOf(status, text);
    } catch (error) {
      return { outcome: 'retry', reason: reasonOf(error) };
    }
  }

  /** A rejected token may have been revoked, or may have expired in transit: if there is another, it is tried once. */
  async #post(body: string, exchange: ExchangeOptions): Promise<HttpResponse> {
    const { tokens } = this.#options;
    const token = await tokens.current(exchange);
    const response = await this.#postWith(token, body, exchange);
    if (response.status !== 401) return response;
    tokens.invalidate();
    const newToken = await tokens.current(exchange);
    return newToken === token ? response : this.#postWith(newToken, body, exchange);
  }

  #postWith(token: string, body: string, exchange: ExchangeOptions): Promise<HttpResponse> {
    const authorization = `Bearer ${token}`;
    return post(this.#target, body, { ...exchange, authorization, contentType: 'application/json' });
  }
}

/** Like `AbortSignal.any`, which Node 18 lacks. */
function abortedBy(...signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) either.abort(signal.reason);
    signal.addEventListener('abort', () => either.abort(signal.reason), { signal: either.signal });
  }
  return either.signal;
}

/** If a host has several addresses and all fail, Node's error has a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function deliveryOf(status: number, text: string): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'accepted', response: parseResponse(text) };
  // The server may accept the token later, and throttling ends.
  const mayRecover = status === 401 || status === 429 || status < 400 || status >= 500;
  return { outcome: mayRecover ? 'retry' : 'rejected', reason: `the collector responded with ${status}` };
}

/** The batch was accepted even if the response cannot be parsed; then no profile is requested. */
function parseResponse(text: string): MetricsResponse {
  try {
    const { accepted, profile } = JSON.parse(text);
    const wantsProfile = typeof profile?.seconds === 'number' && profile.seconds > 0;
    return {
      accepted: Number(accepted) || 0,
      ...(wantsProfile && { profile: { seconds: profile.seconds } }),
    };
  } catch {
    return { accepted: 0 };
  }
}
