/** A straight line through points that outliers hardly move. */
export interface Trend {
  /** Theil-Sen: the median of the slopes of all pairs of points; y per unit of x. */
  readonly slope: number;
  /** Lower bound of the slope's 95 % interval. */
  readonly low: number;
  /** Mann-Kendall: standard normal where there is no trend. */
  readonly z: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * @param points with different x, at least 2.
 * Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968); the variance is
 * corrected for equal y.
 */
export function trendOf(points: readonly Point[]): Trend {
  const slopes = slopesOf(points);
  const deviation = Math.sqrt(varianceOf(points));
  const score = slopes.reduce((sum, slope) => sum + Math.sign(slope), 0);
  // The score moves in steps of two: the correction by one makes the discrete score comparable with the normal.
  const z = deviation === 0 ? 0 : (score - Math.sign(score)) / deviation;
  const lowest = Math.max(0, Math.floor((slopes.length - 1.96 * deviation) / 2) - 1);
  return { slope: median(slopes), low: slopes[lowest] ?? 0, z };
}

/** Ascending. */
function slopesOf(points: readonly Point[]): readonly number[] {
  const slopes = points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  return slopes.sort((a, b) => a - b);
}

/** Of the Mann-Kendall score. */
function varianceOf(points: readonly Point[]): number {
  const term = (n: number) => n * (n - 1) * (2 * n + 5);
  const ties = [...Map.groupBy(points, ({ y }) => y).values()];
  return (term(points.length) - ties.reduce((sum, { length }) => sum + term(length), 0)) / 18;
}

function median(ascending: readonly number[]): number {
  const middle = ascending.length / 2;
  const upper = ascending[Math.floor(middle)] ?? 0;
  const lower = ascending[Math.ceil(middle) - 1] ?? 0;
  return (lower + upper) / 2;
}
