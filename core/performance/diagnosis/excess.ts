import { median, robustDeviation } from '../../numbers/median.ts';

/** Values at equal time intervals; `null` without traffic. */
export type TimeSeries = readonly (number | null)[];

/** How far a service is from its reference at each time of the incident. */
export interface Excess {
  /** Excess over the reference in the unit of the metric; 0 if it was not above, or nothing was measured. */
  readonly above: readonly number[];
  /** The deviation in robust standard deviations, negative below the reference; `null` if nothing was measured. */
  readonly deviations: TimeSeries;
}

/** The assumed noise of a metric that never varied. */
export interface NoiseFloor {
  /** As a share of the reference. */
  readonly relative: number;
  readonly absolute: number;
}

/**
 * @param baseline values long before the incident; may be empty.
 * @param before values just before it: slow changes since the baseline are not part of the incident.
 */
export function excessOf(
  baseline: TimeSeries,
  before: TimeSeries,
  during: TimeSeries,
  floor: NoiseFloor,
): Excess {
  const usual = measured(baseline);
  const middle = median(usual);
  const known = [middle, ...measured(before)].filter((value) => value !== null);
  const reference = known.length === 0 ? 0 : Math.max(...known);
  const spread = middle === null ? 0 : robustDeviation(usual, middle);
  const scale = Math.max(spread, floor.relative * reference, floor.absolute);
  return {
    above: during.map((value) => (value === null ? 0 : Math.max(0, value - reference))),
    deviations: during.map((value) => (value === null ? null : (value - reference) / scale)),
  };
}

const measured = (series: TimeSeries): readonly number[] => series.filter((value) => value !== null);
