/**
 * The scoring of the Numenta Anomaly Benchmark, after A. Lavin, S. Ahmad, "Evaluating Real-Time Anomaly Detection
 * Algorithms - the Numenta Anomaly Benchmark", ICMLA 2015. The first alarm in a window earns points, more the earlier it
 * is. An alarm outside of all windows costs points, fewer shortly after a window. The score is the earned points in
 * percent of the attainable points: a silent detector has 0, a perfect one 100.
 */

/** The first and last row of an anomalous window. */
export type AnomalyWindow = readonly [first: number, last: number];

/** A detector's anomaly score for each value of a series, and the anomalous windows of the series in order. */
export interface ScoredSeries {
  readonly scores: readonly number[];
  readonly windows: readonly AnomalyWindow[];
}

/** The cost of mistakes, relative to 1 point for a window that is found in its first row. */
export interface CostProfile {
  readonly falseAlarm: number;
  readonly missed: number;
}

export const profiles = {
  standard: { falseAlarm: 0.11, missed: 1 },
  'reward low FP': { falseAlarm: 0.22, missed: 1 },
  'reward low FN': { falseAlarm: 0.11, missed: 2 },
} as const satisfies Readonly<Record<string, CostProfile>>;

/** The points that a detector earns over a silent one, with alarms at `threshold` or above. */
export function earnedPoints(
  series: readonly ScoredSeries[],
  profile: CostProfile,
  threshold: number,
): number {
  return stepsOf(series, profile).reduce((sum, { at, gain }) => (at >= threshold ? sum + gain : sum), 0);
}

/** The points that a perfect detector earns over a silent one: it finds each window in its first row. */
export function attainablePoints(series: readonly ScoredSeries[], { missed }: CostProfile): number {
  return (1 + missed) * series.reduce((count, { windows }) => count + windows.length, 0);
}

/** The threshold that earns the most points on these series; infinite if a silent detector earns the most. */
export function bestThreshold(series: readonly ScoredSeries[], profile: CostProfile): number {
  const steps = stepsOf(series, profile).toSorted((a, b) => b.at - a.at);
  let sum = 0;
  let most = 0;
  let best = Number.POSITIVE_INFINITY;
  for (const [i, { at, gain }] of steps.entries()) {
    sum += gain;
    // Values with the same score become alarms together.
    if (steps[i + 1]?.at === at || sum <= most) continue;
    most = sum;
    best = at;
  }
  return best;
}

/** The additional points once the threshold is lowered to `at`. */
interface ThresholdStep {
  readonly at: number;
  readonly gain: number;
}

const stepsOf = (series: readonly ScoredSeries[], profile: CostProfile): readonly ThresholdStep[] =>
  series.flatMap((scored) => [
    ...falseAlarms(scored, profile),
    ...scored.windows.flatMap((window) => detections(scored.scores, window, profile)),
  ]);

function falseAlarms(
  { scores, windows }: ScoredSeries,
  { falseAlarm }: CostProfile,
): readonly ThresholdStep[] {
  return scores.flatMap((at, row) => {
    const inside = windows.some(([first, last]) => first <= row && row <= last);
    if (inside || row < probationOf(scores)) return [];
    const [first, last] = windows.findLast((window) => window[1] < row) ?? [];
    const hasNoEarlierWindow = first === undefined || last === undefined;
    return [{ at, gain: falseAlarm * (hasNoEarlierWindow ? -1 : worthAt((row - last) / (last - first))) }];
  });
}

/** The thresholds at which a window is detected at all, and then in earlier and earlier rows. */
function detections(
  scores: readonly number[],
  [first, last]: AnomalyWindow,
  { missed }: CostProfile,
): readonly ThresholdStep[] {
  const width = last - first + 1;
  const begin = Math.max(first, probationOf(scores));
  let best = -missed;
  return scores
    .slice(begin, last + 1)
    .map((at, i) => ({ at, worth: worthAt((begin + i - last - 1) / width) / worthAt(-1) }))
    .toSorted((a, b) => b.at - a.at)
    .flatMap(({ at, worth }) => {
      const gain = worth - best;
      best = Math.max(best, worth);
      return gain > 0 ? [{ at, gain }] : [];
    });
}

/** The number of rows at the beginning in which a detector may learn without being scored. */
const probationOf = (scores: readonly number[]) => Math.min(Math.floor(0.15 * scores.length), 750);

/** The worth of an alarm `widths` window widths after the end of a window: up to 1 before the end, 0 at it, -1 long after. */
const worthAt = (widths: number) => (widths > 3 ? -1 : 2 / (1 + Math.exp(5 * widths)) - 1);
