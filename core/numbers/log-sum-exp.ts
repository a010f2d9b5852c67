/** ln(mean(exp(terms))) without overflow. */
export function logMeanExp(terms: readonly number[]): number {
  const largest = Math.max(...terms);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0) / terms.length);
}

/** ln(exp(x) + exp(y)) without overflow. */
export function logAddExp(x: number, y: number): number {
  const larger = Math.max(x, y);
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(-Math.abs(x - y)));
}

/** ln of the sum of `weights` times exp(`logs`), without overflow. At least one of `logs` must be finite. */
export function logWeightedSumExp(weights: readonly number[], logs: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i += 1) largest = Math.max(largest, logs[i] as number);
  let sum = 0;
  for (let i = 0; i < logs.length; i += 1)
    sum += (weights[i] as number) * Math.exp((logs[i] as number) - largest);
  return largest + Math.log(sum);
}
