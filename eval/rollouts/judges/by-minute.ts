import {
  addCounts,
  noRequests,
  type RequestCounts,
  type StepEvidence,
} from '#core/rollouts/step-evidence.ts';

/** The counts of one version by minute, over all endpoints; the evaluation has as many entries an endpoint as minutes. */
export function byMinute(
  { endpoints }: StepEvidence,
  version: 'canary' | 'baseline',
): readonly RequestCounts[] {
  const minutes = new Map<string, number>();
  const sums: RequestCounts[] = [];
  for (const entry of endpoints) {
    const minute = minutes.get(entry.endpoint) ?? 0;
    minutes.set(entry.endpoint, minute + 1);
    sums[minute] = addCounts(sums[minute] ?? noRequests, entry[version]);
  }
  return sums;
}
