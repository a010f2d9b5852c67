import type { MetricPart } from '../performance/metric-part.ts';
import { countAbove } from '../performance/sketch.ts';
import { addTallies, type EndpointEvidence, emptyTally, type StepEvidence, type Tally } from './evidence.ts';
import { type Rollout, secondsAt, type Thresholds } from './rollout.ts';

/**
 * Sorts what was measured during a rollout by weight, version and endpoint.
 *
 * Only parts whose requests all began at one weight count: a part that straddles a change of weights would mix two
 * probabilities. Endpoints without thresholds (never seen before the rollout) count for errors, not for latency.
 */
export function gatherEvidence(rollout: Rollout, parts: readonly MetricPart[], now: number): StepEvidence[] {
  return rollout.stages.map((stage) => {
    const within = parts.filter((part) => part.from >= stage.since && part.to <= (stage.until ?? now));
    const endpoints = [...new Set(within.map(({ endpoint }) => endpoint))].sort();
    return {
      weight: stage.weight,
      seconds: secondsAt(stage, now),
      endpoints: endpoints.map((endpoint) => evidenceOf(rollout, endpoint, within)),
    };
  });
}

function evidenceOf(rollout: Rollout, endpoint: string, parts: readonly MetricPart[]): EndpointEvidence {
  const ofEndpoint = parts.filter((part) => part.endpoint === endpoint);
  const thresholds = rollout.thresholds[endpoint];
  const tally = (version: string) =>
    ofEndpoint
      .filter((part) => part.version === version)
      .map((part) => tallyOf(part, thresholds))
      .reduce(addTallies, emptyTally);
  return { endpoint, canary: tally(rollout.version), baseline: tally(rollout.baseline) };
}

function tallyOf(part: MetricPart, thresholds: Thresholds | undefined): Tally {
  const above = (threshold: number) => countAbove(part.sketch, threshold);
  return {
    requests: part.count,
    errors: part.errors,
    ...(thresholds ? slowness(thresholds, above) : { slower: [0, 0, 0], aboveQuartile: 0 }),
  };
}

function slowness(
  { quartile, tolerated: [p50, p90, p99] }: Thresholds,
  above: (threshold: number) => number,
): Pick<Tally, 'slower' | 'aboveQuartile'> {
  return { slower: [above(p50), above(p90), above(p99)], aboveQuartile: above(quartile) };
}
