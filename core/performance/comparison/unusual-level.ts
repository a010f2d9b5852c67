import { median, robustDeviation } from '../../numbers/median.ts';

/** A value of one window. */
export interface WindowValue {
  readonly start: number;
  readonly value: number;
}

/** The usual value, and the latest windows that deviate from it. */
export interface UnusualLevel {
  readonly usual: number;
  readonly shown: readonly WindowValue[];
  readonly mean: number;
}

/** Number of windows examined, and the minimum number to compare them with. */
export const judgedLevels = 3;
export const fewestCompared = 12;
/** Number of usual deviations required in two of the latest three windows. */
const deviations = 6;

/** For any distribution, one window deviates this far with a probability of at most 1 / (1 + 6^2) (Cantelli's inequality). */
export const confidence = 1 - 1 / (1 + deviations ** 2);

export interface LevelComparison {
  /** Oldest first; the latest three are examined. */
  readonly now: readonly WindowValue[];
  readonly before: readonly number[];
  /** Lower usual values are too small to compare with. */
  readonly least: number;
  /** A value larger or smaller by this factor is unusual. */
  readonly factor: number;
  /** The deviation from the usual value that chance alone causes. */
  readonly chance: (usual: number) => number;
}

/** Whether values are far above or far below the usual value; `null` if they are not, or too little is known. */
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
