/** What a benchmark found: always a ratio against something else measured in the same run. */
export interface BenchmarkRatio {
  /** "recorder, per request". */
  readonly subject: string;
  /** "the same service without it". */
  readonly against: string;
  /** Time of the subject over time of what it is held against. */
  readonly ratio: number;
  /** Smallest and largest ratio among the rounds. */
  readonly spread: readonly [number, number];
  /** The absolute numbers behind it, for people. */
  readonly detail: string;
}

/** What a benchmark of many things found, each held against the same. */
export interface BenchmarkTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly isWithinLimits: boolean;
}
