import { attempt } from '../attempt.ts';
import { numericOption } from '../numeric-option.ts';
import { parseUrl } from '../parse-url.ts';
import { type Feedback, FeedbackOutbox } from './feedback-outbox.ts';
import {
  type Recommendation,
  RecommendationClient,
  type RecommendationRequest,
} from './recommendation-client.ts';

export interface PreferencesOptions {
  /** The URL of the API: `https://host/api/v1/learning`. */
  readonly url: string;
  /** Milliseconds to wait for a recommendation. Default 150. */
  readonly timeout?: number;
  /** Maximum number of unsent pieces of feedback. Default 1 000. */
  readonly capacity?: number;
}

export interface Preferences {
  /**
   * Recommends the model that this user should get now. Never rejects: without a response in time, it recommends the
   * first model with basis `fallback`.
   */
  recommend(request: RecommendationRequest): Promise<Recommendation>;
  /** Sends a user's feedback on an answer in the background, with retries. Never throws. */
  feedback(feedback: Feedback): void;
  /** Sends the remaining feedback once and stops. Resolves even if sending fails. */
  close(): Promise<void>;
}

/**
 * The client that an assistant uses for preferences. The assistant never waits long for the API and never fails because
 * of it. With an invalid URL, the client warns, recommends the first model, and sends nothing.
 */
export function createPreferences(options: PreferencesOptions): Preferences {
  const base = attempt(() => addressOf(options.url)) ?? null;
  if (!base) {
    warn(`Preferences are disabled: ${attempt(() => options.url)} is not an HTTP URL.`);
    return { recommend: async (request) => fallback(request), feedback: () => {}, close: async () => {} };
  }
  const recommendations = new RecommendationClient(base, numericOption(options.timeout, 150));
  const outbox = new FeedbackOutbox(base, numericOption(options.capacity, 1_000), warn);
  return {
    recommend: async (request) => (await recommendations.recommend(request)) ?? fallback(request),
    feedback: (feedback) => outbox.add(feedback),
    close: () => outbox.close(),
  };
}

/** The recommendation without a response: the integrator's favorite, with probability 1. */
function fallback(request: RecommendationRequest): Recommendation {
  const model = attempt(() => request.models[0]) ?? '';
  return { model, propensity: 1, explored: false, basis: 'fallback' };
}

function addressOf(url: string): string | null {
  const base = url.replace(/\/+$/, '');
  return /^https?:$/.test(parseUrl(base)?.protocol ?? '') ? base : null;
}

function warn(problem: string): void {
  attempt(() => process.emitWarning(problem, 'IronclawPreferencesWarning'));
}
