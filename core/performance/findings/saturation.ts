import type { RunsOn } from '../report/cost-per-endpoint.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft, percent, sinceWhen } from './finding-draft.ts';

/** Of the memory that a function is given, in use. */
const nearlyAll = 0.9;
const latest = 3;
const fewest = 2;

/**
 * Whether a service on Lambda has hardly any memory left: what its fullest process held when it last reported. What runs out
 * of it is killed in the middle of a request.
 * @param windows of the version that serves now, of equal length, oldest first.
 */
export function findSaturation({ memoryMb }: RunsOn, windows: readonly Window[]): readonly FindingDraft[] {
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
      summary: `A process holds ${percent(measured)} of the ${memoryMb} MB that it is given.`,
    },
  ];
}
