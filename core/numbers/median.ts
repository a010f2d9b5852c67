/** The middle value; of an even number of values, the mean of the middle two; `null` of none. */
export function median(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b);
  const middle = ascending.length / 2;
  const upper = ascending[Math.floor(middle)];
  const lower = ascending[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** The standard deviation of a normal distribution with this median absolute deviation; 0 of no values. */
export function robustDeviation(values: readonly number[], middle: number): number {
  return 1.4826 * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
}
