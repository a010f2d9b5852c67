import { median, robustDeviation } from '../../numbers/median.ts';

/** Values at equal distances in time; `null` where there was no traffic. */
export type TimeSeries = readonly (number | null)[];

/** How far a service is from what it was, at each time of the incident. */
export interface Excess {
  /** Above the reference, in the unit of the metric; 0 where it was not, or nothing was measured. */
  readonly above: readonly number[];
  /** The same in robust standard deviations, below 0 where it was below; `null` where nothing was measured. */
  readonly deviations: TimeSeries;
}

/** What counts as the noise of a metric that never varied. */
export interface NoiseFloor {
  /** As a share of the reference. */
  readonly relative: number;
  readonly absolute: number;
}

/**
 * @param baseline long before the incident; may be empty.
 * @param before just before it: slow changes since the baseline are no part of the incident.
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
