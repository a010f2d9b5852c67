/** A confidence, and whether the candidate was right. */
export interface Judged {
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/** Candidates by their confidence, in ten bins of equal width; empty ones are left out. */
export function reliability(judged: readonly Judged[]): readonly Bin[] {
  const groups = Map.groupBy(judged, ({ confidence }) => Math.min(9, Math.floor(confidence * 10)));
  return [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([place, own]) => ({
      from: place / 10,
      to: (place + 1) / 10,
      count: own.length,
      meanConfidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / own.length,
      shareRight: own.filter(({ isRight }) => isRight).length / own.length,
    }));
}

/** The mean distance between confidence and share of right ones over the bins, weighted by their size (Naeini et al., 2015). */
export function expectedCalibrationError(judged: readonly Judged[]): number {
  return reliability(judged).reduce(
    (sum, { count, meanConfidence, shareRight }) =>
      sum + (count / judged.length) * Math.abs(meanConfidence - shareRight),
    0,
  );
}

const draws = 500;

/** The expected calibration error that a perfect confidence would show, because there are only so many candidates. */
export function errorByChance(judged: readonly Judged[], random: () => number): number {
  let sum = 0;
  for (let draw = 0; draw < draws; draw += 1)
    sum += expectedCalibrationError(
      judged.map(({ confidence }) => ({ confidence, isRight: random() < confidence })),
    );
  return sum / draws;
}
