import { type ExchangeOptions, type HttpResponse, post } from './http.ts';
import type { MetricsResponse } from './protocol.ts';
import type { TokenSource } from './token-source.ts';

/** What became of a batch. `again`: it must be sent once more; `refused`: sending it again would not help. */
export type Delivery =
  | { readonly outcome: 'accepted'; readonly answer: MetricsResponse }
  | { readonly outcome: 'again'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string };

export interface SenderOptions {
  /** The address of the API: `http://host/api/v1/learning`. */
  readonly url: string;
  readonly tokens: TokenSource;
  /** Milliseconds that the collector has to answer, the fetching of a token included. */
  readonly timeout: number;
}

/** Sends the text of a batch to the collector. Never rejects. */
export class Sender {
  readonly #target: URL;
  readonly #options: SenderOptions;

  /** @throws TypeError when the address is none. */
  constructor(options: SenderOptions) {
    this.#target = new URL(`${options.url.replace(/\/+$/, '')}/metrics`);
    if (!/^https?:$/.test(this.#target.protocol)) throw new TypeError(`${options.url} is no HTTP address.`);
    this.#options = options;
  }

  async send(body: string, holdProcess: boolean, cancelled: AbortSignal): Promise<Delivery> {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(this.#options.timeout)]);
    try {
      const { status, text } = await this.#post(body, { signal, holdProcess });
      return judge(status, text);
    } catch (error) {
      return { outcome: 'again', reason: reasonOf(error) };
    }
  }

  /** A refused token may have been revoked, or have expired on the way: where there is another, it is tried once. */
  async #post(body: string, patience: ExchangeOptions): Promise<HttpResponse> {
    const { tokens } = this.#options;
    const token = await tokens.current(patience);
    const answer = await this.#postWith(token, body, patience);
    if (answer.status !== 401) return answer;
    tokens.invalidate();
    const other = await tokens.current(patience);
    return other === token ? answer : this.#postWith(other, body, patience);
  }

  #postWith(token: string, body: string, patience: ExchangeOptions): Promise<HttpResponse> {
    const authorization = `Bearer ${token}`;
    return post(this.#target, body, { ...patience, authorization, contentType: 'application/json' });
  }
}

/** Where a host has several addresses and none answers, Node's error has a code and no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}

function judge(status: number, text: string): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'accepted', answer: readAnswer(text) };
  // A wrong token can be replaced on the other side, and too many requests pass by.
  const mayMend = status === 401 || status === 429 || status < 400 || status >= 500;
  return { outcome: mayMend ? 'again' : 'refused', reason: `the collector answered ${status}` };
}

/** What cannot be read asks for nothing: the batch was accepted all the same. */
function readAnswer(text: string): MetricsResponse {
  try {
    const { accepted, profile } = JSON.parse(text);
    const asks = typeof profile?.seconds === 'number' && profile.seconds > 0;
    return { accepted: Number(accepted) || 0, ...(asks && { profile: { seconds: profile.seconds } }) };
  } catch {
    return { accepted: 0 };
  }
}
