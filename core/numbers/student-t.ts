/**
 * The bound that |T| stays below with probability `confidence`, for Student's t with `freedom` degrees of freedom.
 *
 * @param confidence in (0, 1).
 * @param freedom a positive integer.
 */
export function studentBound(confidence: number, freedom: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let i = 0; i < 60; i += 1) {
    const angle = (low + high) / 2;
    if (shareWithin(angle, freedom) < confidence) low = angle;
    else high = angle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** P(|T| < √freedom · tan(angle)), by the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4. */
function shareWithin(angle: number, freedom: number): number {
  const square = Math.cos(angle) ** 2;
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom - 1; k += 2) {
    term *= (square * (k - 1)) / k;
    sum += term;
  }
  const series = Math.sin(angle) * sum;
  return isOdd ? (2 / Math.PI) * (angle + series) : series;
}
