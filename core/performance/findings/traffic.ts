import { baselineWindows } from '../comparison/find-slowdown.ts';
import {
  confidence,
  fewestCompared,
  judgedLevels,
  unusualLevel,
  type WindowValue,
} from '../comparison/unusual-level.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft } from './finding-draft.ts';

export interface WatchedTraffic {
  /** Of one endpoint, all versions together. */
  readonly windows: readonly Window[];
  /** Of the same hours of the day before. */
  readonly dayBefore: readonly Window[];
  /** The windows that were closed at the last measurement of the service, oldest first. */
  readonly starts: readonly number[];
  /** The same of the day before. */
  readonly startsBefore: readonly number[];
}

const fewestRequests = 20;
const factor = 2;

/**
 * Finds an endpoint with far more or far fewer requests than at the same hours of the day before or, without those,
 * than in the last three hours. Counts vary at least like a Poisson process.
 */
export function findTrafficChange(
  endpoint: string,
  { windows, dayBefore, ...times }: WatchedTraffic,
): readonly FindingDraft[] {
  const now = loadsOf(windows, times.starts);
  const sameHours = loadsOf(dayBefore, times.startsBefore);
  const isDayBefore = sameHours.length >= fewestCompared && dayBefore.length > 0;
  const usual = isDayBefore ? sameHours : now.slice(0, -judgedLevels).slice(-baselineWindows);
  const before = usual.map(({ value }) => value);
  const unusual = unusualLevel({ now, before, least: fewestRequests, factor, chance: Math.sqrt });
  if (!unusual) return [];
  const { mean, shown } = unusual;
  const hours = isDayBefore ? 'at the same hours of the day before' : 'in the hours before';
  const change = mean === 0 ? 'no longer gets requests' : `gets ${mean.toFixed(0)} requests per window`;
  return [
    {
      kind: 'traffic',
      endpoint,
      since: shown[0]?.start ?? 0,
      confidence,
      measured: mean,
      limit: unusual.usual,
      evidence: evidenceOf(now, ({ value }) => value),
      summary: `${endpoint} ${change}, and got ${unusual.usual.toFixed(0)} ${hours}.`,
    },
  ];
}

/** Requests in each window; 0 where there was none. */
function loadsOf(windows: readonly Window[], starts: readonly number[]): readonly WindowValue[] {
  const counts = new Map<number, number>();
  for (const { start, count } of windows) counts.set(start, (counts.get(start) ?? 0) + count);
  return starts.map((start) => ({ start, value: counts.get(start) ?? 0 }));
}
