import { minute, second } from '../../time.ts';
import { waitAbove } from '../judge-rollout.ts';
import type { Comparison } from '../rollout.ts';

/*
 * When the judge finds a regression, before it happens.
 *
 * Given that an event (a failure, a slow response) happened, it is the canary's with probability
 * theta(r) = r w / (r w + 1 - w), where r is the ratio of the rates and w the canary's share. Each event adds
 * KL(theta(r) || theta(r0)) to the expected log evidence against the tolerated ratio r0, and there are
 * rpm p (r w + 1 - w) events a minute at the rate p. The evidence is an average over `alternatives` e-values, so the one
 * that grows must reach alternatives / alpha: N = [ln(1/alpha) + ln(alternatives)] / KL events (Wald 1945, for the expected sample
 * size of a sequential test).
 */

/** A regression of one kind of event. */
export interface Regression {
  /** How often the event happens on the baseline, and how much more often on the canary. */
  readonly rate: number;
  readonly ratio: number;
  /** The largest ratio that is tolerated. */
  readonly tolerated: number;
  /** How many e-values the judge averages this one with. */
  readonly alternatives: number;
}

/** A step as it is expected to run. */
export interface ExpectedStep {
  /** The canary's share of the requests, in percent. */
  readonly weight: number;
  /** How long it is expected to last, and how long it may last at most. */
  readonly seconds: number;
  readonly mostSeconds: number;
}

export interface Detection {
  /** Seconds from the start of the rollout until it is found, on average; null if it is not found before the end. */
  readonly seconds: number | null;
  /** Events that the canary causes until then, or until the end, beyond those that the baseline would have had. */
  readonly extraEvents: number;
}

interface Rollout {
  readonly steps: readonly ExpectedStep[];
  readonly comparison: Comparison;
  readonly requestsPerMinute: number;
  readonly alpha: number;
}

/** Predicts when a regression is found, and what it costs until then. */
export function predictDetection(regression: Regression, rollout: Rollout): Detection {
  const needed = Math.log(1 / rollout.alpha) + Math.log(regression.alternatives);
  let logEvidence = 0;
  let [seconds, extraEvents] = [0, 0];
  for (const step of rollout.steps) {
    const { evidence, extra } = perSecond(regression, rollout, step.weight);
    const untilFound = evidence > 0 ? (needed - logEvidence) / evidence : Number.POSITIVE_INFINITY;
    // By the end of its time, the evidence would keep the step from advancing.
    const waits = logEvidence + evidence * step.seconds - Math.log(regression.alternatives) > waitAbove;
    const lasts = waits ? step.mostSeconds : step.seconds;
    if (untilFound <= lasts)
      return { seconds: seconds + untilFound, extraEvents: extraEvents + extra * untilFound };
    logEvidence += evidence * lasts;
    seconds += lasts;
    extraEvents += extra * lasts;
    // It is rolled back without a verdict.
    if (waits) break;
  }
  return { seconds: null, extraEvents };
}

function perSecond(
  { rate, ratio, tolerated }: Regression,
  { comparison, requestsPerMinute }: Rollout,
  weight: number,
): { readonly evidence: number; readonly extra: number } {
  const requests = requestsPerMinute / (minute / second);
  const extra = requests * (weight / 100) * rate * (ratio - 1);
  // Before and after are equally long: half of twice the requests.
  const isBefore = comparison === 'before-after';
  const share = isBefore ? 1 / 2 : weight / 100;
  // Where the canary serves alone there is nothing to compare.
  if (share >= 1) return { evidence: 0, extra };
  const events = (isBefore ? 2 : 1) * requests * rate * (ratio * share + 1 - share);
  return { evidence: events * divergence(theta(ratio, share), theta(tolerated, share)), extra };
}

const theta = (ratio: number, share: number): number => (ratio * share) / (ratio * share + 1 - share);

/** The Kullback-Leibler divergence of two Bernoulli distributions, in nats. */
const divergence = (p: number, q: number): number =>
  (p > 0 ? p * Math.log(p / q) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);
