import { logBeta } from './log-beta.ts';

/**
 * P(X <= x) of a Beta-distributed X: the regularized incomplete beta function, by its continued fraction (NIST Digital
 * Library of Mathematical Functions, 8.17.22), which converges quickly below the mean; above it, by symmetry.
 *
 * @param x in [0, 1]. @param a positive. @param b positive.
 */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCumulative(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  return front / continuedFraction(x, a, b);
}

/** The value below which a Beta-distributed number lies with that probability, by bisection. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (betaCumulative(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const mostTerms = 500;

/** 1 + d1/(1 + d2/(1 + …)), by the modified Lentz method. */
function continuedFraction(x: number, a: number, b: number): number {
  let [value, numerator, denominator] = [1, 1, 0];
  for (let i = 1; i <= mostTerms; i += 1) {
    const d = coefficient(i, x, a, b);
    denominator = 1 / (1 + d * denominator);
    numerator = 1 + d / numerator;
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < 1e-12) break;
  }
  return value;
}

function coefficient(i: number, x: number, a: number, b: number): number {
  const m = Math.floor(i / 2);
  return i % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}
