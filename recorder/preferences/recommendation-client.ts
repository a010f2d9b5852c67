import { backoff } from '../backoff.ts';
import { get } from '../http.ts';

export interface RecommendationRequest {
  readonly taskType: string;
  /** On offer, the favorite first. */
  readonly models: readonly [string, ...string[]];
  /** Of the user who is to get the answer. */
  readonly token: string;
}

export interface Recommendation {
  readonly model: string;
  /** With which probability this model was to be recommended; keep it with the answer. */
  readonly propensity: number;
  /** Whether it was chosen to learn more. */
  readonly explored: boolean;
  /** To be repeated by feedback on the answer; absent where no experiment has a part in it. */
  readonly experiment?: string;
  /** Of that experiment: where it is about settings, the one to use. */
  readonly variant?: string;
  /**
   * `override`: decided by hand; `experiment`: drawn for one. Else whose ratings it rests on: the user's `own`, those of `others`, or `none`;
   * `fallback`: no answer came in time.
   */
  readonly basis: 'override' | 'experiment' | 'own' | 'others' | 'none' | 'fallback';
}

/** After so many failures in a row nobody is made to wait for a while. */
const maxFailures = 3;
const firstRest = 1_000; // milliseconds

/** Asks for recommendations, and stops asking for a while where there are no answers. */
export class RecommendationClient {
  readonly #url: string;
  readonly #timeout: number;
  #failures = 0;
  #restsUntil = 0;

  constructor(url: string, timeout: number) {
    this.#url = url;
    this.#timeout = timeout;
  }

  /** Resolves to `null` where there is no answer that can be used, or none in time. */
  async recommend(question: RecommendationRequest): Promise<Recommendation | null> {
    if (Date.now() < this.#restsUntil) return null;
    const advice = await this.#fetch(question).catch(() => null);
    if (advice) {
      this.#failures = 0;
      return advice;
    }
    this.#failures += 1;
    if (this.#failures >= maxFailures)
      this.#restsUntil = Date.now() + backoff(this.#failures - maxFailures + 1, firstRest);
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
    return status === 200 ? adviceIn(text, models) : null;
  }
}

const bases = ['override', 'experiment', 'own', 'others'] as const;

/** A model that was not on offer would make the assistant fail, whoever names it. */
function adviceIn(text: string, models: readonly string[]): Recommendation | null {
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
    basis: bases.find((each) => each === basis) ?? 'none',
    ...(typeof experiment === 'string' && typeof variant === 'string' ? { experiment, variant } : {}),
  };
}
