import { median, robustDeviation } from '../../numbers/median.ts';

/** A value of one window. */
export interface WindowValue {
  readonly start: number;
  readonly value: number;
}

/** What was usual, and the latest windows that are not. */
export interface UnusualLevel {
  readonly usual: number;
  readonly shown: readonly WindowValue[];
  readonly mean: number;
}

/** So many windows are judged, and with fewer to compare them with nothing is said. */
export const judgedLevels = 3;
export const fewestCompared = 12;
/** So many usual deviations, in two of the latest three windows. */
const deviations = 6;

/** However values vary, one window deviates so far with a probability of 1 / (1 + 6^2) at most (Cantelli's inequality). */
export const confidence = 1 - 1 / (1 + deviations ** 2);

export interface LevelComparison {
  /** Oldest first; the latest three are judged. */
  readonly now: readonly WindowValue[];
  readonly before: readonly number[];
  /** Below this nothing is usual enough to be compared with. */
  readonly least: number;
  /** So many times as much, or as little, is unusual. */
  readonly factor: number;
  /** The deviation that chance alone makes, from the usual value. */
  readonly chance: (usual: number) => number;
}

/** Whether values are far above, or far below, what they were; `null` where they are not, or too little is known. */
export function unusualLevel({ now, before, least, factor, chance }: LevelComparison): UnusualLevel | null {
  const judged = now.slice(-judgedLevels);
  const usual = median(before) ?? 0;
  if (before.length < fewestCompared || usual < least || judged.length < judgedLevels) return null;
  const scale = Math.max(robustDeviation(before, usual), chance(usual), 0.05 * usual);
  const sign = Math.sign((median(judged.map(({ value }) => value)) ?? 0) - usual);
  const shown = judged.filter(
    ({ value }) =>
      sign * (value - usual) > deviations * scale && (value > factor * usual || value < usual / factor),
  );
  if (shown.length < 2) return null;
  return { usual, shown, mean: shown.reduce((sum, { value }) => sum + value, 0) / shown.length };
}
