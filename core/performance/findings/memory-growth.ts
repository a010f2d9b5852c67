import { hour } from '../../time.ts';
import { leakThreshold } from '../memory/judge-leak.ts';
import { hoursToLimit, memoryGrowth } from '../memory/memory-growth.ts';
import type { ProcessMemory } from '../memory/process-memory.ts';
import type { LambdaResources } from '../report/endpoint-costs.ts';
import type { FindingDraft } from './finding-draft.ts';

/** Finds a process of the serving version whose heap grows without end, and when it will be full if that is known. */
export function findMemoryGrowth(
  processes: readonly ProcessMemory[],
  runsOn: LambdaResources | undefined,
): readonly FindingDraft[] {
  const growth = memoryGrowth(processes);
  if (!growth) return [];
  const { subject, slope, troughs, confidence } = growth;
  const [first] = troughs;
  const last = troughs.at(-1);
  if (!first || !last) return [];
  const hours = (last.at - first.at) / hour;
  const left = hoursToLimit(last.megabytes, slope, runsOn);
  const full = left === null ? '' : ` Its ${runsOn?.memoryMb} MB will be full in ${left.toFixed(0)} h.`;
  return [
    {
      kind: 'memory-growth',
      endpoint: null,
      since: first.at,
      confidence,
      measured: slope,
      limit: leakThreshold,
      evidence: troughs.slice(-12).map(({ at, megabytes }) => ({ at, value: megabytes })),
      summary: `The heap of ${subject} grew steadily by ${slope.toFixed(1)} MB/h over ${hours.toFixed(1)} h, to ${last.megabytes.toFixed(0)} MB after garbage collection.${full}`,
    },
  ];
}
