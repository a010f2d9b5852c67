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
export function createPreferences({ url, timeout = 150, capacity = 1_000 }: PreferencesOptions): Preferences {
  const base = addressOf(url);
  if (!base) {
    warn(`Preferences are disabled: ${url} is not an HTTP URL.`);
    return { recommend: async ({ models }) => fallback(models), feedback: () => {}, close: async () => {} };
  }
  const recommendations = new RecommendationClient(base, timeout);
  const outbox = new FeedbackOutbox(base, capacity, warn);
  return {
    recommend: async (request) => (await recommendations.recommend(request)) ?? fallback(request.models),
    feedback: (feedback) => outbox.add(feedback),
    close: () => outbox.close(),
  };
}

/** The recommendation without a response: the integrator's favorite, with probability 1. */
function fallback([first]: RecommendationRequest['models']): Recommendation {
  return { model: first, propensity: 1, explored: false, basis: 'fallback' };
}

function addressOf(url: string): string | null {
  const base = url.replace(/\/+$/, '');
  return /^https?:$/.test(URL.parse(base)?.protocol ?? '') ? base : null;
}

function warn(problem: string): void {
  process.emitWarning(problem, 'IronclawPreferencesWarning');
}
