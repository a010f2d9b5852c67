import { post } from './post.ts';
import type { MetricsAnswer } from './protocol.ts';

/** What became of a batch. `again`: it must be sent once more; `refused`: sending it again would not help. */
export type Delivery =
  | { readonly outcome: 'accepted'; readonly answer: MetricsAnswer }
  | { readonly outcome: 'again'; readonly reason: string }
  | { readonly outcome: 'refused'; readonly reason: string };

export interface SenderOptions {
  /** The address of the API: `http://host/api/v1/learning`. */
  readonly url: string;
  readonly token: string;
  /** Milliseconds that the collector has to answer. */
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
      const { status, text } = await post(this.#target, body, {
        token: this.#options.token,
        signal,
        holdProcess,
      });
      return judge(status, text);
    } catch (error) {
      return { outcome: 'again', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

function judge(status: number, text: string): Delivery {
  if (status >= 200 && status < 300) return { outcome: 'accepted', answer: readAnswer(text) };
  // A wrong token can be replaced on the other side, and too many requests pass by.
  const mayMend = status === 401 || status === 429 || status < 400 || status >= 500;
  return { outcome: mayMend ? 'again' : 'refused', reason: `the collector answered ${status}` };
}

/** What cannot be read asks for nothing: the batch was accepted all the same. */
function readAnswer(text: string): MetricsAnswer {
  try {
    const { accepted, profile } = JSON.parse(text);
    const asks = typeof profile?.seconds === 'number' && profile.seconds > 0;
    return { accepted: Number(accepted) || 0, ...(asks && { profile: { seconds: profile.seconds } }) };
  } catch {
    return { accepted: 0 };
  }
}
