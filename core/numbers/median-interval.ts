/** Bounds of an interval. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Two of the values between which the median of their distribution lies with at least 95 % probability: the sign test,
 * inverted. It is exact for any distribution. `null` for fewer than 6 values: they are too few.
 *
 * @param values at most 1,000.
 */
export function medianInterval(values: readonly number[]): Bounds | null {
  const ascending = values.toSorted((a, b) => a - b);
  const { length } = ascending;
  let cut = 0;
  let probability = 2 ** -length;
  for (let below = probability; below <= 0.025; below += probability) {
    cut += 1;
    probability *= (length - cut + 1) / cut;
  }
  const low = ascending[cut - 1];
  const high = ascending[length - cut];
  return low === undefined || high === undefined ? null : { low, high };
}
