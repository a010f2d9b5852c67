import { type Feedback, FeedbackOutbox } from './feedback-outbox.ts';
import {
  type Recommendation,
  RecommendationClient,
  type RecommendationRequest,
} from './recommendation-client.ts';

export interface PreferencesOptions {
  /** The address of the API: `https://host/api/v1/learning`. */
  readonly url: string;
  /** Milliseconds that a recommendation is waited for. Default 150. */
  readonly timeout?: number;
  /** The most feedback kept until it is sent. Default 1 000. */
  readonly capacity?: number;
}

export interface Preferences {
  /**
   * Which of the models this user should get now. Never rejects: where there is no answer in time, it is the first of
   * the models, and says so.
   */
  recommend(question: RecommendationRequest): Promise<Recommendation>;
  /** Sends what a user says of an answer, in the background, and again where that fails. Never throws. */
  feedback(feedback: Feedback): void;
  /** Sends what is left, once, and stops. Resolves even when that fails. */
  close(): Promise<void>;
}

/**
 * An assistant's side of the preferences: it neither waits for us nor fails because of us. With an address that is none
 * it warns, recommends the first model, and sends nothing.
 */
export function createPreferences({ url, timeout = 150, capacity = 1_000 }: PreferencesOptions): Preferences {
  const base = addressOf(url);
  if (!base) {
    warn(`Preferences are not asked for: ${url} is no HTTP address.`);
    return { recommend: async ({ models }) => fallback(models), feedback: () => {}, close: async () => {} };
  }
  const recommendations = new RecommendationClient(base, timeout);
  const outbox = new FeedbackOutbox(base, capacity, warn);
  return {
    recommend: async (question) => (await recommendations.recommend(question)) ?? fallback(question.models),
    feedback: (feedback) => outbox.add(feedback),
    close: () => outbox.close(),
  };
}

/** What is done where nothing is known: the integrator's own favorite, for sure. */
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
