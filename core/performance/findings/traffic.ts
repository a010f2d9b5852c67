import { compared } from '../change.ts';
import { deviation, median } from '../median.ts';
import type { Window } from '../window.ts';
import { type Claim, evidenceOf } from './claim.ts';

/** Requests of one endpoint in one window; 0 where there was none. */
interface Load {
  readonly start: number;
  readonly count: number;
}

export interface Watched {
  /** Of one endpoint, all versions together. */
  readonly windows: readonly Window[];
  /** Of the same hours the day before. */
  readonly dayBefore: readonly Window[];
  /** The windows that were closed when the service was last measured, oldest first. */
  readonly starts: readonly number[];
  /** The same of the day before. */
  readonly startsBefore: readonly number[];
}

const latest = 3;
const fewestCompared = 12;
const fewestRequests = 20;
/** So many usual deviations, and twice or half as many requests, in two of the latest three windows. */
const unusual = 6;
const factor = 2;
/** However counts vary, one window deviates so far with a probability of 1 / (1 + 6^2) at most (Cantelli's inequality). */
const confidence = 1 - 1 / (1 + unusual ** 2);

/**
 * Whether an endpoint gets far more or far fewer requests than at the same hours of the day before, or, where those were
 * not measured, than in the three hours before now. Counts vary at least as a Poisson process does.
 */
export function claimTraffic(endpoint: string, { windows, dayBefore, ...times }: Watched): readonly Claim[] {
  const loads = loadsOf(windows, times.starts);
  const now = loads.slice(-latest);
  const sameHours = loadsOf(dayBefore, times.startsBefore);
  const isDayBefore = sameHours.length >= fewestCompared && dayBefore.length > 0;
  const usual = isDayBefore ? sameHours : loads.slice(0, -latest).slice(-compared);
  const counts = usual.map(({ count }) => count);
  const middle = median(counts) ?? 0;
  if (usual.length < fewestCompared || middle < fewestRequests || now.length < latest) return [];
  const scale = Math.max(deviation(counts, middle), Math.sqrt(middle), 0.05 * middle);
  const sign = Math.sign((median(now.map(({ count }) => count)) ?? 0) - middle);
  const isUnusual = ({ count }: Load) =>
    sign * (count - middle) > unusual * scale && (count > factor * middle || count < middle / factor);
  const shown = now.filter(isUnusual);
  const [first] = shown;
  if (!first || shown.length < 2) return [];
  const mean = shown.reduce((sum, { count }) => sum + count, 0) / shown.length;
  const hours = isDayBefore ? 'at the same hours the day before' : 'in the hours before';
  const change = mean === 0 ? 'gets no requests any more' : `gets ${mean.toFixed(0)} requests a window`;
  return [
    {
      kind: 'traffic',
      endpoint,
      since: first.start,
      confidence,
      measured: mean,
      limit: middle,
      evidence: evidenceOf(loads, ({ count }) => count),
      summary: `${endpoint} ${change}, and got ${middle.toFixed(0)} ${hours}.`,
    },
  ];
}

function loadsOf(windows: readonly Window[], starts: readonly number[]): readonly Load[] {
  const counts = new Map<number, number>();
  for (const { start, count } of windows) counts.set(start, (counts.get(start) ?? 0) + count);
  return starts.map((start) => ({ start, count: counts.get(start) ?? 0 }));
}
