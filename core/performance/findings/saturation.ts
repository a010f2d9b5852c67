import type { LambdaResources } from '../report/endpoint-costs.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft, percent, sinceWhen } from './finding-draft.ts';

/** The used share of a function's memory. */
const nearlyAll = 0.9;
const latest = 3;
const fewest = 2;

/**
 * Finds a service on Lambda with hardly any memory left, by the latest report of its fullest process. A process that
 * runs out of memory is killed in the middle of a request.
 * @param windows of the serving version, of equal length, oldest first.
 */
export function findSaturation(
  { memoryMb }: LambdaResources,
  windows: readonly Window[],
): readonly FindingDraft[] {
  const limit = memoryMb * 1_048_576;
  const fullest = [...Map.groupBy(windows, ({ start }) => start)].map(([start, window]) => ({
    start,
    share: window.reduce((most, { memory }) => Math.max(most, memory.rss), 0) / limit,
  }));
  const isFull = ({ share }: { readonly share: number }) => share > nearlyAll;
  const last = fullest.slice(-latest);
  if (last.filter(isFull).length < fewest) return [];
  const measured = last.reduce((most, { share }) => Math.max(most, share), 0);
  return [
    {
      kind: 'saturation',
      endpoint: null,
      since: sinceWhen(fullest, isFull),
      // It was measured, not estimated.
      confidence: 1,
      measured,
      limit: nearlyAll,
      evidence: evidenceOf(fullest, ({ share }) => share),
      summary: `A process uses ${percent(measured)} of ${memoryMb} MB.`,
    },
  ];
}
