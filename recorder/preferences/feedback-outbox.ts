import { backoff } from '../backoff.ts';
import { post } from '../http.ts';

/** What a user says of an answer; the server validates it. */
export interface Feedback {
  /** Of the user who says it. */
  readonly token: string;
  /** Feedback of the same message replaces what was said before, so that it can be sent again. */
  readonly messageId: string;
  readonly conversationId?: string;
  readonly kind: 'thumbs-up' | 'thumbs-down' | 'rating' | 'comment' | 'withdrawn';
  /** 1 to 5 stars. */
  readonly rating?: number;
  readonly comment?: string;
  readonly model: string;
  readonly taskType: string;
  /** Characters of the answer. */
  readonly responseLength?: number;
  /** As the advice said it. */
  readonly experiment?: string;
  readonly tone?: string;
  readonly style?: string;
  /** When it was said, in milliseconds since 1970; now where absent. */
  readonly at?: number;
  /** IANA name. */
  readonly timeZone?: string;
}

type Delivery = 'accepted' | 'again' | 'refused';

const timeout = 5_000; // milliseconds
const firstPause = 1_000;

/** Keeps feedback in its order until it was taken, and holds no process alive for it before `close`. */
export class FeedbackOutbox {
  readonly #url: URL;
  readonly #capacity: number;
  readonly #warn: (problem: string) => void;
  readonly #waiting: Feedback[] = [];
  readonly #closing = new AbortController();
  #failures = 0;
  #pause: NodeJS.Timeout | null = null;
  #sending: Promise<void> | null = null;

  constructor(url: string, capacity: number, warn: (problem: string) => void) {
    this.#url = new URL(`${url}/feedback`);
    this.#capacity = Math.max(1, capacity);
    this.#warn = warn;
  }

  add(feedback: Feedback): void {
    if (this.#closing.signal.aborted) return;
    if (this.#waiting.length >= this.#capacity) {
      this.#waiting.shift();
      this.#warn('Feedback was lost: too much of it waits for an answer.');
    }
    // What is sent late was still said now.
    this.#waiting.push({ at: Date.now(), ...feedback });
    if (!this.#pause) this.#sending ??= this.#sendAll();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    await this.#sending;
    for (const feedback of this.#waiting.splice(0))
      if ((await this.#send(feedback, true)) === 'again') {
        this.#warn('Feedback was lost: the last of it was not taken.');
        return;
      }
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const [next] = this.#waiting;
      if (!next || this.#closing.signal.aborted) break;
      const delivery = await this.#send(next, false);
      if (delivery === 'again') {
        this.#rest();
        break;
      }
      this.#failures = 0;
      // It may have been the one that had to make room meanwhile.
      if (this.#waiting[0] === next) this.#waiting.shift();
    }
    this.#sending = null;
  }

  #rest(): void {
    if (this.#closing.signal.aborted) return;
    this.#failures += 1;
    this.#pause = setTimeout(
      () => {
        this.#pause = null;
        this.#sending ??= this.#sendAll();
      },
      backoff(this.#failures, firstPause),
    );
    this.#pause.unref();
  }

  async #send({ token, ...feedback }: Feedback, holdProcess: boolean): Promise<Delivery> {
    try {
      const { status } = await post(this.#url, JSON.stringify(feedback), {
        authorization: `Bearer ${token}`,
        contentType: 'application/json',
        signal: AbortSignal.timeout(timeout),
        holdProcess,
      });
      return this.#judge(status, feedback.messageId);
    } catch {
      return 'again';
    }
  }

  /** A user's token that was refused will not be taken later either: it is not ours to renew. */
  #judge(status: number, messageId: string): Delivery {
    if (status >= 200 && status < 300) return 'accepted';
    if (status === 429 || status < 400 || status >= 500) return 'again';
    this.#warn(`Feedback of message ${messageId} was refused: the answer was ${status}.`);
    return 'refused';
  }
}
