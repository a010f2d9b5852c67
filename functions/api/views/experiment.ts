import type { Experiment } from '#core/experiments/experiment.ts';
import { judgeExperiment } from '#core/experiments/judge-experiment.ts';

/** An experiment for callers, with the evidence so far as odds against "no difference". */
export function experimentView(experiment: Experiment) {
  const { lastEvent: _, ...known } = experiment;
  const judgment = judgeExperiment(experiment);
  const { firstBetter, secondBetter, needed, secondDislikedTooOften, neededForGuardrail } = judgment;
  return {
    ...known,
    reason: experiment.reason ?? judgment.reason,
    evidence: {
      firstBetter: odds(firstBetter),
      secondBetter: odds(secondBetter),
      needed: odds(needed),
      secondDislikedTooOften: odds(secondDislikedTooOften),
      neededForGuardrail: odds(neededForGuardrail),
    },
  };
}

const odds = (logarithm: number): number => Number(Math.exp(Math.min(logarithm, 100)).toPrecision(3));
