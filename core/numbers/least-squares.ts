/** A linear model, fitted by least squares. */
export interface LeastSquaresFit {
  /** One for each column. */
  readonly coefficients: readonly number[];
  /** Standard errors of the coefficients. */
  readonly errors: readonly number[];
  readonly residuals: readonly number[];
  /** Sum of the squared residuals. */
  readonly squares: number;
}

/**
 * Fits ordinary least squares by the normal equations, for a few columns of moderate size.
 * @returns `null` when the columns are linearly dependent, or when there are as many columns as values.
 */
export function fitLeastSquares(
  values: readonly number[],
  columns: readonly (readonly number[])[],
): LeastSquaresFit | null {
  const size = columns.length;
  if (values.length <= size) return null;
  const dot = (a: readonly number[], b: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
    return sum;
  };
  const inverse = inverted(columns.map((a) => columns.map((b) => dot(a, b))));
  if (!inverse) return null;
  const moments = columns.map((column) => dot(column, values));
  const coefficients = inverse.map((row) => dot(row, moments));
  const residuals = values.map(
    (value, i) =>
      value - coefficients.reduce((sum, coefficient, c) => sum + coefficient * (columns[c]?.[i] ?? 0), 0),
  );
  const squares = dot(residuals, residuals);
  const variance = squares / (values.length - size);
  return {
    coefficients,
    errors: inverse.map((row, i) => Math.sqrt(Math.max(0, variance * (row[i] ?? 0)))),
    residuals,
    squares,
  };
}

/** Gauss-Jordan elimination with pivots; `null` for a singular matrix. */
function inverted(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] | null {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    const [currentRow, pivotRow] = [rows[column], rows[pivot]];
    const lead = pivotRow?.[column] ?? 0;
    if (!currentRow || !pivotRow || Math.abs(lead) < 1e-9 * (1 + Math.abs(matrix[column]?.[column] ?? 0)))
      return null;
    rows[pivot] = currentRow;
    rows[column] = pivotRow.map((value) => value / lead);
    for (let row = 0; row < size; row += 1) {
      const factor = rows[row]?.[column] ?? 0;
      if (row === column || factor === 0) continue;
      rows[row] = (rows[row] ?? []).map((value, i) => value - factor * (rows[column]?.[i] ?? 0));
    }
  }
  return rows.map((row) => row.slice(size));
}
