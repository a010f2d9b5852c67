/**
 * The scoring of the Numenta Anomaly Benchmark, after A. Lavin, S. Ahmad, "Evaluating Real-Time Anomaly Detection
 * Algorithms - the Numenta Anomaly Benchmark", ICMLA 2015. The first alarm in a window counts, the earlier the more; an
 * alarm outside of all windows costs, less so shortly after one. A score is what is earned in percent of what is
 * attainable: a silent detector has 0, a perfect one 100.
 */

/** The first and the last row of a stretch that is anomalous. */
export type AnomalyWindow = readonly [first: number, last: number];

/** How unusual a detector found each value of a series, and its anomalous windows in their order. */
export interface ScoredSeries {
  readonly scores: readonly number[];
  readonly windows: readonly AnomalyWindow[];
}

/** What mistakes cost, where a window that is found in its first row earns 1. */
export interface CostProfile {
  readonly falseAlarm: number;
  readonly missed: number;
}

export const profiles = {
  standard: { falseAlarm: 0.11, missed: 1 },
  'reward low FP': { falseAlarm: 0.22, missed: 1 },
  'reward low FN': { falseAlarm: 0.11, missed: 2 },
} as const satisfies Readonly<Record<string, CostProfile>>;

/** What a detector earns over a silent one by alarms at `threshold` or above. */
export function earnedPoints(
  series: readonly ScoredSeries[],
  profile: CostProfile,
  threshold: number,
): number {
  return stepsOf(series, profile).reduce((sum, { at, gain }) => (at >= threshold ? sum + gain : sum), 0);
}

/** What a perfect detector earns over a silent one: it finds each window in its first row. */
export function attainablePoints(series: readonly ScoredSeries[], { missed }: CostProfile): number {
  return (1 + missed) * series.reduce((count, { windows }) => count + windows.length, 0);
}

/** The threshold that earns the most on these series; infinite where silence does. */
export function bestThreshold(series: readonly ScoredSeries[], profile: CostProfile): number {
  const steps = stepsOf(series, profile).toSorted((a, b) => b.at - a.at);
  let sum = 0;
  let most = 0;
  let best = Number.POSITIVE_INFINITY;
  for (const [i, { at, gain }] of steps.entries()) {
    sum += gain;
    // Values of one score become alarms together.
    if (steps[i + 1]?.at === at || sum <= most) continue;
    most = sum;
    best = at;
  }
  return best;
}

/** By how much more is earned once the threshold is down at `at`. */
interface ThresholdStep {
  readonly at: number;
  readonly gain: number;
}

const stepsOf = (series: readonly ScoredSeries[], profile: CostProfile): readonly ThresholdStep[] =>
  series.flatMap((each) => [
    ...falseAlarms(each, profile),
    ...each.windows.flatMap((window) => finds(each.scores, window, profile)),
  ]);

function falseAlarms(
  { scores, windows }: ScoredSeries,
  { falseAlarm }: CostProfile,
): readonly ThresholdStep[] {
  return scores.flatMap((at, row) => {
    const inside = windows.some(([first, last]) => first <= row && row <= last);
    if (inside || row < probationOf(scores)) return [];
    const [first, last] = windows.findLast((window) => window[1] < row) ?? [];
    const never = first === undefined || last === undefined;
    return [{ at, gain: falseAlarm * (never ? -1 : worthAt((row - last) / (last - first))) }];
  });
}

/** The thresholds at which a window is found at all, and then in an ever earlier row. */
function finds(
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

/** The rows at the beginning in which a detector may learn, and is not judged. */
const probationOf = (scores: readonly number[]) => Math.min(Math.floor(0.15 * scores.length), 750);

/** What an alarm is worth so many widths of a window after its end: before it up to 1, at it 0, long after it -1. */
const worthAt = (widths: number) => (widths > 3 ? -1 : 2 / (1 + Math.exp(5 * widths)) - 1);
