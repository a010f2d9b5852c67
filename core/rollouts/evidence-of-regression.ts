import { logMeanExp } from '../numbers/log-sum-exp.ts';
import { type EventCounts, logEvidenceOfMoreErrors, logEvidenceOfRatioAbove } from './e-process.ts';
import { type RequestCounts, type StepEvidence, shareOf } from './step-evidence.ts';

/** A regression below these ratios is real but not worth a rollback. */
export const toleratedErrors = 1.1;
export const toleratedExceedances = 1.05;

/** The step with only what both versions served: the rest cannot be compared. */
export function onlyCompared(step: StepEvidence): StepEvidence {
  const endpoints = step.endpoints.filter((item) => {
    const share = shareOf(item);
    return share > 0 && share < 1;
  });
  return { ...step, endpoints };
}

/** The natural log of the evidence that the canary is worse: one half errors, one half latency. */
export function logEvidenceOfRegression(steps: readonly StepEvidence[], endpoint: string): number {
  const errors = logEvidenceOfMoreErrors(
    countsOf(
      steps,
      () => true,
      (counts) => counts.errors,
    ),
    toleratedErrors,
  );
  const latency = [
    latencyEvidence(steps, (name) => name === endpoint),
    latencyEvidence(steps, (name) => name !== endpoint),
  ];
  return logMeanExp([errors, logMeanExp(latency)]);
}

function latencyEvidence(steps: readonly StepEvidence[], chosen: (endpoint: string) => boolean): number {
  const quantiles = [0, 1, 2] as const;
  return logMeanExp(
    quantiles.map((quantile) =>
      logEvidenceOfRatioAbove(
        countsOf(steps, chosen, ({ slower }) => slower[quantile]),
        toleratedExceedances,
      ),
    ),
  );
}

/** The events of the chosen endpoints, each with the canary's share of the requests among which they happened. */
export function countsOf(
  steps: readonly StepEvidence[],
  chosen: (endpoint: string) => boolean,
  events: (counts: RequestCounts) => number,
): EventCounts[] {
  return steps.flatMap((step) =>
    step.endpoints
      .filter(({ endpoint }) => chosen(endpoint))
      .map((entry) => ({
        share: shareOf(entry),
        canary: events(entry.canary),
        baseline: events(entry.baseline),
      })),
  );
}
