/** The result of a benchmark: a ratio to a baseline that was measured in the same run. */
export interface BenchmarkRatio {
  /** "recorder, per request". */
  readonly subject: string;
  /** "the same service without it". */
  readonly baseline: string;
  /** Time of the subject divided by time of the baseline. */
  readonly ratio: number;
  /** Smallest and largest ratio among the rounds. */
  readonly spread: readonly [number, number];
  /** The absolute numbers behind the ratio, for people. */
  readonly detail: string;
}

/** The result of a benchmark with many subjects and one baseline. */
export interface BenchmarkTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isWithinLimits: boolean;
}
