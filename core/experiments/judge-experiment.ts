import { logMeanExp } from '../numbers/log-sum-exp.ts';
import { type EventCounts, logEvidenceOfRatioAbove, logEvidenceOfRatioBelow } from '../rollouts/e-process.ts';
import type { Experiment, ExperimentOutcome, RatingCounts } from './experiment.ts';

/** The evidence so far, as natural logarithms of odds. */
export interface ExperimentJudgment {
  /** `null`: the experiment continues. */
  readonly outcome: Exclude<ExperimentOutcome, 'stopped'> | null;
  /** One sentence with the numbers. */
  readonly reason: string;
  readonly firstBetter: number;
  readonly secondBetter: number;
  /** The evidence at which one variant counts as better. */
  readonly needed: number;
  readonly secondDislikedTooOften: number;
  /** The evidence at which the guardrail ends the experiment. */
  readonly neededForGuardrail: number;
}

/**
 * Decides which variant is liked more. The result stays valid however often this is called.
 *
 * Each recommendation draws its variant independently. Under the hypothesis of no difference, every rating therefore
 * belongs to the second variant with probability `share`, regardless of the user and of earlier ratings: users who rate
 * a lot, and tastes that change, do not bias the result. The evidence that a variant is better is the mean of two
 * e-processes: that it gets more of the likes, and fewer of the dislikes. Each direction uses half of `alpha`, so the
 * probability of finding a difference that does not exist is at most `alpha` (Ville's inequality). The guardrail uses
 * another `alpha`.
 */
export function judgeExperiment(
  experiment: Pick<Experiment, 'variants' | 'ratings' | 'share' | 'alpha' | 'guardrail' | 'maxRatings'>,
): ExperimentJudgment {
  const { ratings, share, alpha, guardrail, maxRatings } = experiment;
  const [first, second] = ratings;
  const secondBetter = evidenceOfBetter(second, first, share);
  const firstBetter = evidenceOfBetter(first, second, 1 - share);
  const dislikes = [{ share, canary: second.disliked, baseline: first.disliked }];
  const secondDislikedTooOften = logEvidenceOfRatioAbove(dislikes, guardrail);
  const needed = Math.log(2 / alpha);
  const neededForGuardrail = Math.log(1 / alpha);
  const outcome =
    secondBetter >= needed
      ? 'second-better'
      : firstBetter >= needed
        ? 'first-better'
        : secondDislikedTooOften >= neededForGuardrail
          ? 'guardrail'
          : totalOf(first) + totalOf(second) >= maxRatings
            ? 'no-difference'
            : null;
  return {
    outcome,
    reason: reasonFor(experiment, outcome),
    firstBetter,
    secondBetter,
    needed,
    secondDislikedTooOften,
    neededForGuardrail,
  };
}

/** Log evidence that `one` is liked more often than `other`; `share` of the recommendations draw `one`. */
function evidenceOfBetter(one: RatingCounts, other: RatingCounts, share: number): number {
  const likes: EventCounts = { share, canary: one.liked, baseline: other.liked };
  const dislikes: EventCounts = { share, canary: one.disliked, baseline: other.disliked };
  return logMeanExp([logEvidenceOfRatioAbove([likes], 1), logEvidenceOfRatioBelow([dislikes], 1)]);
}

const totalOf = ({ liked, disliked }: RatingCounts): number => liked + disliked;

function reasonFor(
  { variants, ratings, alpha, guardrail }: Pick<Experiment, 'variants' | 'ratings' | 'alpha' | 'guardrail'>,
  outcome: ExperimentOutcome | null,
): string {
  const [first, second] = variants;
  const counts = variants.map((variant, i) => {
    const { liked, disliked } = ratings[i as 0 | 1];
    return `${variant}: ${liked} of ${liked + disliked} liked`;
  });
  const confidence = `confidence ${Math.round((1 - alpha) * 1_000) / 1_000}`;
  const conclusions = {
    'second-better': `${second} is better (${confidence})`,
    'first-better': `${first} is better (${confidence})`,
    guardrail: `${second} is disliked more than ${guardrail} times as often (${confidence})`,
    'no-difference': 'no difference was found',
    stopped: '',
  };
  return `${counts.join('; ')}; ${outcome ? conclusions[outcome] : 'no conclusion yet'}.`;
}
