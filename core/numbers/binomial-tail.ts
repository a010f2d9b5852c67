/**
 * P(X >= `hits`) of a binomial X, exact up to rounding.
 * @param share the probability of a hit, in [0, 1].
 */
export function binomialTail(hits: number, count: number, share: number): number {
  if (hits <= 0) return 1;
  if (hits > count || share <= 0) return 0;
  if (share >= 1) return 1;
  // Below the mean the terms grow first: the lower tail is the shorter sum.
  if (hits <= count * share) return 1 - binomialTail(count - hits + 1, count, 1 - share);
  const odds = share / (1 - share);
  let term = Math.exp(logChoose(count, hits) + hits * Math.log(share) + (count - hits) * Math.log1p(-share));
  let sum = 0;
  for (let k = hits; k <= count && term > sum * 1e-12; k += 1) {
    sum += term;
    term *= ((count - k) / (k + 1)) * odds;
  }
  return Math.min(1, sum);
}

function logChoose(count: number, hits: number): number {
  return logFactorial(count) - logFactorial(hits) - logFactorial(count - hits);
}

/** ln(n!) by Stirling's series (Abramowitz and Stegun, 6.1.41), exact sums below 20. */
function logFactorial(n: number): number {
  if (n < 20) {
    let sum = 0;
    for (let k = 2; k <= n; k += 1) sum += Math.log(k);
    return sum;
  }
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3);
}
