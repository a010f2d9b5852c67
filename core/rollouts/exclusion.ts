import { logWeightedSumExp } from '../numbers/log-sum-exp.ts';
import type { Exclusion } from '../service/manifest.ts';
import { totalAt } from './describe-regression.ts';
import { logEvidenceOfRatioBelow } from './e-process.ts';
import { eventsOf } from './evidence-of-regression.ts';
import { type RequestCounts, type StepEvidence, totalOf } from './step-evidence.ts';

/** What the requests so far exclude. */
export interface Excluded {
  /** What must still be excluded: "a doubling of errors is not excluded"; null if nothing. */
  readonly lacking: string | null;
  /** What is excluded, and what will not be: a clause for the reason of a safe step. */
  readonly summary: string;
}

/** With fewer failed requests on both versions no ratio of theirs can be told. */
const fewestErrors = 10;
/** An increase of the share of failed requests below this one is no regression, whatever its ratio. */
const smallestIncrease = 0.005;
/** An endpoint without thresholds shows no slow request; one with thresholds shows 3 in 4. */
const enoughForQuartile = 20;
/** What is proven of the improved endpoint at least: it is slow less than this many times as often as before. */
const slowBelowRatio = 1.5;

/**
 * Non-inferiority by betting: the evidence that the ratio is below the stated one is an e-process under the hypothesis that it is
 * not, so a version with just the stated regression passes with a probability of at most 1 - confidence, however often one
 * looks. Source: as the e-process; the hypothesis is one-sided.
 * @param compared steps with only what both versions served.
 */
export function whatIsExcluded(
  compared: readonly StepEvidence[],
  endpoint: string,
  exclusion: Exclusion,
): Excluded {
  const errors = errorsExcluded(compared, exclusion);
  const latency = latencyExcluded(compared, endpoint, exclusion);
  return {
    lacking: errors.lacking ?? latency.lacking,
    summary: `${errors.summary}; ${latency.summary}`,
  };
}

function errorsExcluded(
  compared: readonly StepEvidence[],
  { errors: stated, confidence }: Exclusion,
): Excluded {
  const entries = compared.flatMap(({ endpoints }) => endpoints);
  const [canary, baseline] = [totalOf(entries, 'canary'), totalOf(entries, 'baseline')];
  const usual = (baseline.errors + 1) / (baseline.requests + 1);
  const ratio = Math.max(stated, 1 + smallestIncrease / usual);
  const told = times(ratio, 'errors');
  const isExcluded =
    logEvidenceOfRatioBelow(
      eventsOf(entries, (counts) => counts.errors),
      ratio,
    ) >= Math.log(1 / (1 - confidence));
  const rest = ratio > stated ? `, ${times(stated, 'errors')} is not excluded` : '';
  if (isExcluded) return { lacking: null, summary: `${told} is excluded (confidence ${confidence})${rest}` };
  const notExcluded = `${times(stated, 'errors')} is not excluded`;
  const lacking = canary.errors + baseline.errors < fewestErrors ? null : `${told} is not excluded yet`;
  return { lacking, summary: notExcluded };
}

function latencyExcluded(
  compared: readonly StepEvidence[],
  endpoint: string,
  { latency: stated, confidence }: Exclusion,
): Excluded {
  const own = compared.flatMap(({ endpoints }) => endpoints.filter((entry) => entry.endpoint === endpoint));
  const [canary, baseline] = [totalAt(compared, endpoint, 'canary'), totalAt(compared, endpoint, 'baseline')];
  const limit = `a p95 of ${stated}x at ${endpoint}`;
  if (baseline.aboveQuartile === 0 && baseline.requests >= enoughForQuartile)
    return {
      lacking: null,
      summary: `the latency of ${endpoint} was not measured before, so none is excluded`,
    };
  const threshold = Math.log(1 / (1 - confidence));
  const isMeasured = own.every((entry) => entry.canary.aboveLimit !== undefined);
  const ofLimit = isMeasured ? evidenceOfFewAbove(canary) : 0;
  const below = (events: (counts: RequestCounts) => number) =>
    logEvidenceOfRatioBelow(eventsOf(own, events), slowBelowRatio);
  // Where it was slow, and at the lower quartile: most of the baseline's requests are above it, so few requests prove it.
  const evidence = logWeightedSumExp(
    [0.5, 0.125, 0.125, 0.125, 0.125],
    [
      below((counts) => counts.aboveQuartile),
      below((counts) => counts.slower[0]),
      below((counts) => counts.slower[1]),
      below((counts) => counts.slower[2]),
      ofLimit,
    ],
  );
  const summary =
    ofLimit >= threshold ? `${limit} is excluded (confidence ${confidence})` : `${limit} is not excluded`;
  return {
    lacking:
      evidence >= threshold
        ? null
        : `not yet proven that ${endpoint} is slow less than ${slowBelowRatio}x as often as before`,
    summary,
  };
}

const above95 = 0.05;
const smallerShares = [0.001, 0.01, 0.02, 0.035];

/** Log evidence that fewer than 5 % of the canary's requests are above the limit: that its p95 is below it. */
function evidenceOfFewAbove({ requests, aboveLimit = 0 }: RequestCounts): number {
  const terms = smallerShares.map(
    (share) =>
      aboveLimit * Math.log(share / above95) +
      (requests - aboveLimit) * Math.log((1 - share) / (1 - above95)),
  );
  return logWeightedSumExp(
    smallerShares.map(() => 1 / smallerShares.length),
    terms,
  );
}

function times(ratio: number, what: string): string {
  if (ratio === 2) return `a doubling of ${what}`;
  return `${Number(ratio.toFixed(1))}x the ${what}`;
}
