/** The middle value, or the mean of the middle two; `null` for no values. */
export function median(values: readonly number[]): number | null {
  const ascending = values.toSorted((a, b) => a - b);
  const middle = ascending.length / 2;
  const upper = ascending[Math.floor(middle)];
  const lower = ascending[Math.ceil(middle) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/**
 * The standard deviation of a normal distribution with the median absolute deviation of these values; 0 for no values.
 * @param middle the median of the values.
 */
export function robustDeviation(values: readonly number[], middle: number): number {
  return 1.4826 * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
}
