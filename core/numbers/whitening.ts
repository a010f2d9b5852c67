/**
 * The linear map after which the components of the items are uncorrelated and have the same variance in all directions:
 * Euclidean distances of mapped items are Mahalanobis distances. Items may vary in fewer directions than they have
 * components.
 */
export function whitening(items: readonly Float64Array[]): (item: Float64Array) => Float64Array {
  const size = items[0]?.length ?? 0;
  const means = Float64Array.from({ length: size }, (_, i) =>
    items.reduce((sum, item) => sum + (item[i] ?? 0) / items.length, 0),
  );
  const covariance = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (__, j) =>
      items.reduce(
        (sum, item) =>
          sum + (((item[i] ?? 0) - (means[i] ?? 0)) * ((item[j] ?? 0) - (means[j] ?? 0))) / items.length,
        0,
      ),
    ),
  );
  const spread = covariance.reduce((sum, row, i) => sum + (row[i] ?? 0), 0) / Math.max(1, size);
  // Without the ridge, the smallest difference in a direction without variance would become infinite.
  const ridge = Math.max(1e-6 * spread, Number.MIN_VALUE * 1e10);
  const factor = cholesky(covariance, ridge);
  return (item) => {
    const out = new Float64Array(size);
    for (let i = 0; i < size; i += 1) {
      let sum = (item[i] ?? 0) - (means[i] ?? 0);
      for (let j = 0; j < i; j += 1) sum -= (factor[i]?.[j] ?? 0) * (out[j] ?? 0);
      out[i] = sum / (factor[i]?.[i] ?? 1);
    }
    return out;
  };
}

/** The lower triangular matrix L with L L^T = `matrix` plus `ridge` on the diagonal. */
function cholesky(matrix: readonly Float64Array[], ridge: number): readonly Float64Array[] {
  const size = matrix.length;
  const lower = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = (matrix[i]?.[j] ?? 0) + (i === j ? ridge : 0);
      for (let k = 0; k < j; k += 1) sum -= (lower[i]?.[k] ?? 0) * (lower[j]?.[k] ?? 0);
      const row = lower[i];
      if (row) row[j] = i === j ? Math.sqrt(Math.max(sum, ridge * 1e-6)) : sum / (lower[j]?.[j] ?? 1);
    }
  return lower;
}
