import { backoff } from '../backoff.ts';
import { get } from '../http.ts';

export interface RecommendationRequest {
  readonly taskType: string;
  /** The models to choose from, the favorite first. */
  readonly models: readonly [string, ...string[]];
  /** Token of the user who will get the answer. */
  readonly token: string;
}

export interface Recommendation {
  readonly model: string;
  /** The probability with which this model was recommended; store it with the answer. */
  readonly propensity: number;
  /** Whether the model was chosen to explore. */
  readonly explored: boolean;
  /** Feedback on the answer must repeat this; absent without an experiment. */
  readonly experiment?: string;
  /** The drawn variant; in an experiment between settings, the setting to use. */
  readonly variant?: string;
  /**
   * `override`: a manual override. `experiment`: drawn for an experiment. `own`, `others`, `none`: based on the user's own
   * ratings, on those of other users, or on no ratings. `fallback`: no response came in time.
   */
  readonly basis: 'override' | 'experiment' | 'own' | 'others' | 'none' | 'fallback';
}

/** After this many failures in a row, requests are paused so that no user waits for them. */
const maxFailures = 3;
const firstPause = 1_000; // milliseconds

/** Requests recommendations, and pauses after repeated failures. */
export class RecommendationClient {
  readonly #url: string;
  readonly #timeout: number;
  #failures = 0;
  #pausedUntil = 0;

  constructor(url: string, timeout: number) {
    this.#url = url;
    this.#timeout = timeout;
  }

  /** Resolves to `null` if there is no usable response, or none in time. */
  async recommend(request: RecommendationRequest): Promise<Recommendation | null> {
    if (Date.now() < this.#pausedUntil) return null;
    const recommendation = await this.#fetch(request).catch(() => null);
    if (recommendation) {
      this.#failures = 0;
      return recommendation;
    }
    this.#failures += 1;
    if (this.#failures >= maxFailures)
      this.#pausedUntil = Date.now() + backoff(this.#failures - maxFailures + 1, firstPause);
    return null;
  }

  async #fetch({ taskType, models, token }: RecommendationRequest): Promise<Recommendation | null> {
    const query = new URLSearchParams({ taskType, models: models.join(',') });
    const { status, text } = await get(
      new URL(`${this.#url}/preferences/recommendation?${query.toString()}`),
      {
        authorization: `Bearer ${token}`,
        signal: AbortSignal.timeout(this.#timeout),
        holdProcess: true,
      },
    );
    return status === 200 ? parseRecommendation(text, models) : null;
  }
}

const bases = ['override', 'experiment', 'own', 'others'] as const;

/** Rejects a model that was not offered: it would make the assistant fail. */
function parseRecommendation(text: string, models: readonly string[]): Recommendation | null {
  const { model, propensity, explored, basis, experiment, variant } = JSON.parse(text) as Record<
    string,
    unknown
  >;
  if (typeof model !== 'string' || !models.includes(model)) return null;
  if (typeof propensity !== 'number' || !(propensity > 0 && propensity <= 1)) return null;
  return {
    model,
    propensity,
    explored: explored === true,
    basis: bases.find((known) => known === basis) ?? 'none',
    ...(typeof experiment === 'string' && typeof variant === 'string' ? { experiment, variant } : {}),
  };
}
