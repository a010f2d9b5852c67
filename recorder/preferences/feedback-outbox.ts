import { attempt } from '../attempt.ts';
import { backoff } from '../backoff.ts';
import { post } from '../http.ts';

/** What a user says about an answer; the server validates it. */
export interface Feedback {
  /** Token of the user who gives the feedback. */
  readonly token: string;
  /** What the user said last of a message counts, by its `at`, so sending it again is safe. */
  readonly messageId: string;
  readonly conversationId?: string;
  readonly kind: 'thumbs-up' | 'thumbs-down' | 'rating' | 'comment' | 'withdrawn';
  /** Given exactly when `kind` is `rating`. */
  readonly rating?: number;
  /** Of the rating: `stars` from 1 to 5 in halves, which is the default, `ten` from 0 to 10, `percent` from 0 to 100. */
  readonly scale?: 'stars' | 'ten' | 'percent';
  readonly comment?: string;
  readonly model: string;
  readonly taskType: string;
  /** Length of the answer in characters. */
  readonly responseLength?: number;
  /** The `experiment` of the recommendation. */
  readonly experiment?: string;
  readonly tone?: string;
  readonly style?: string;
  /** When the user gave it: in milliseconds or seconds since 1970, or in ISO 8601 with a zone. Default: now. */
  readonly at?: number | string;
  /** IANA time zone name. */
  readonly timeZone?: string;
}

/** Feedback as it is sent. */
interface UnsentFeedback extends Pick<Feedback, 'token' | 'messageId'> {
  readonly body: string;
}

type FeedbackDelivery = 'accepted' | 'retry' | 'rejected';

const timeout = 5_000; // milliseconds
const firstPause = 1_000; // milliseconds

/** Keeps feedback in order until it is accepted. Does not keep the process alive before `close`. */
export class FeedbackOutbox {
  readonly #url: URL;
  readonly #capacity: number;
  readonly #warn: (problem: string) => void;
  readonly #queue: UnsentFeedback[] = [];
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
    const unsent = attempt(() => unsentOf(feedback));
    if (!unsent) {
      this.#warn('Feedback was lost: it cannot be written as JSON.');
      return;
    }
    if (this.#queue.length >= this.#capacity) {
      this.#queue.shift();
      this.#warn(`Feedback was lost: more than ${this.#capacity} pieces of feedback are unsent.`);
    }
    this.#queue.push(unsent);
    if (!this.#pause) this.#sending ??= this.#sendAll();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#pause) clearTimeout(this.#pause);
    this.#pause = null;
    await this.#sending;
    for (const feedback of this.#queue.splice(0))
      if ((await this.#send(feedback, true)) === 'retry') {
        this.#warn('Feedback was lost: the API did not accept it before the process ended.');
        return;
      }
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const [next] = this.#queue;
      if (!next || this.#closing.signal.aborted) break;
      const delivery = await this.#send(next, false);
      if (delivery === 'retry') {
        this.#pauseSending();
        break;
      }
      this.#failures = 0;
      // It may have been dropped in the meantime to make room.
      if (this.#queue[0] === next) this.#queue.shift();
    }
    this.#sending = null;
  }

  #pauseSending(): void {
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

  async #send({ token, messageId, body }: UnsentFeedback, holdProcess: boolean): Promise<FeedbackDelivery> {
    try {
      const { status } = await post(this.#url, body, {
        authorization: `Bearer ${token}`,
        contentType: 'application/json',
        signal: AbortSignal.timeout(timeout),
        holdProcess,
      });
      return this.#deliveryOf(status, messageId);
    } catch {
      return 'retry';
    }
  }

  /** A rejected user token is not retried: this client cannot renew it. */
  #deliveryOf(status: number, messageId: string): FeedbackDelivery {
    if (status >= 200 && status < 300) return 'accepted';
    if (status === 429 || status < 400 || status >= 500) return 'retry';
    this.#warn(`Feedback on message ${messageId} was rejected: the API responded with ${status}.`);
    return 'rejected';
  }
}

function unsentOf({ token, ...feedback }: Feedback): UnsentFeedback {
  // The user gave it now, even if it is sent later.
  return { token, messageId: feedback.messageId, body: JSON.stringify({ at: Date.now(), ...feedback }) };
}
