import { logMeanExp } from '../numbers/log-mean-exp.ts';
import { type EventCounts, logEvidenceOfRatioAbove, logEvidenceOfRatioBelow } from '../rollouts/e-process.ts';
import type { Experiment, ExperimentOutcome, RatingCounts } from './experiment.ts';

/** How far the evidence has come; each is sure at `needed`. Natural logarithms. */
export interface ExperimentJudgment {
  /** `null`: go on. */
  readonly outcome: Exclude<ExperimentOutcome, 'stopped'> | null;
  /** One sentence with the numbers. */
  readonly reason: string;
  readonly firstBetter: number;
  readonly secondBetter: number;
  readonly needed: number;
  readonly secondDislikedTooOften: number;
  readonly neededForGuardrail: number;
}

/**
 * Which variant is liked more, judged as often as one likes.
 *
 * Each recommendation draws the variant by itself, so that under the hypothesis of no difference every rating belongs
 * to the second with the probability `share`, whoever gave it and whatever came before: users who rate a lot, and
 * tastes that change, do no harm. The evidence that a variant is better is the mean of two e-processes: that it has more
 * of the likes, and fewer of the dislikes. Each direction has half of `alpha`, so that the probability of finding a
 * difference where there is none is at most `alpha` (Ville's inequality); the guardrail has `alpha` besides.
 */
export function judgeExperiment(
  experiment: Pick<Experiment, 'variants' | 'ratings' | 'share' | 'alpha' | 'guardrail' | 'maxRatings'>,
): ExperimentJudgment {
  const { ratings, share, alpha, guardrail, maxRatings } = experiment;
  const [first, second] = ratings;
  const secondBetter = better(second, first, share);
  const firstBetter = better(first, second, 1 - share);
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
    reason: sentence(experiment, outcome),
    firstBetter,
    secondBetter,
    needed,
    secondDislikedTooOften,
    neededForGuardrail,
  };
}

/** Log evidence that one is liked more often than the other, of which it gets the share. */
function better(one: RatingCounts, other: RatingCounts, share: number): number {
  const likes: EventCounts = { share, canary: one.liked, baseline: other.liked };
  const dislikes: EventCounts = { share, canary: one.disliked, baseline: other.disliked };
  return logMeanExp([logEvidenceOfRatioAbove([likes], 1), logEvidenceOfRatioBelow([dislikes], 1)]);
}

const totalOf = ({ liked, disliked }: RatingCounts): number => liked + disliked;

function sentence(
  { variants, ratings, alpha, guardrail }: Pick<Experiment, 'variants' | 'ratings' | 'alpha' | 'guardrail'>,
  outcome: ExperimentOutcome | null,
): string {
  const [first, second] = variants;
  const said = variants.map((variant, i) => {
    const { liked, disliked } = ratings[i as 0 | 1];
    return `${variant}: ${liked} of ${liked + disliked} liked`;
  });
  const sure = `sure at ${Math.round((1 - alpha) * 1_000) / 10} %`;
  const found = {
    'second-better': `${second} is better, ${sure}`,
    'first-better': `${first} is better, ${sure}`,
    guardrail: `${second} is disliked over ${guardrail} times as often, ${sure}`,
    'no-difference': 'no difference was found',
    stopped: '',
  };
  return `${said.join('; ')}; ${outcome ? found[outcome] : 'not sure yet'}.`;
}
