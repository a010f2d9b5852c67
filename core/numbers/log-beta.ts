/** ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b), for positive a and b. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series after a shift above 8 (Abramowitz and Stegun, 6.1.15 and 6.1.41): error below 1e-10. */
function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  while (z < 8) {
    shift *= z;
    z += 1;
  }
  const inverse = 1 / z;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + series - Math.log(shift);
}
