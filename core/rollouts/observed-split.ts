import { percent, totalAt } from './describe-regression.ts';
import { logEvidenceOfRatioAbove, logEvidenceOfRatioBelow } from './e-process.ts';
import type { StepEvidence } from './step-evidence.ts';

/** A router that is off by less than this factor, in the odds, splits as planned: the comparison does not depend on it. */
const toleratedOdds = 1.5;
/** So rarely does a correct router seem wrong. */
const level = 0.001;

/**
 * Why the split of the requests is not the planned one; null if nothing speaks against it. Sticky clients, another router or
 * measurements that are lost in silence make the versions' requests different ones. At the improved endpoint alone:
 * probes visit each process equally often, whatever the weights.
 *
 * The sample-ratio test as an e-process: the canary's requests are the events, the planned weight is their share (Lindon &
 * Malek, as the e-process).
 */
export function whyNotAsPlanned(
  { comparison, weight, ...step }: StepEvidence,
  endpoint: string,
): string | null {
  if (comparison !== 'concurrent' || weight === 100) return null;
  const steps = [{ comparison, weight, ...step }];
  const canary = totalAt(steps, endpoint, 'canary').requests;
  const baseline = totalAt(steps, endpoint, 'baseline').requests;
  const counts = [{ share: weight / 100, canary, baseline }];
  const evidence = Math.max(
    logEvidenceOfRatioAbove(counts, toleratedOdds),
    logEvidenceOfRatioBelow(counts, 1 / toleratedOdds),
  );
  if (evidence < Math.log(2 / level)) return null;
  const measured = `${percent(canary / (canary + baseline))} of the measured requests to ${endpoint} were the canary's`;
  return `${measured}, where ${weight} % are planned`;
}
