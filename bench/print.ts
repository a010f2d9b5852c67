import type { BenchmarkRatio, BenchmarkTable } from './benchmark-result.ts';

/** What people read of a benchmark. */
export function print(found: BenchmarkRatio | BenchmarkTable): void {
  for (const line of 'rows' in found ? linesOfTable(found) : linesOf(found)) console.log(line);
}

function linesOf({
  subject,
  against,
  ratio,
  spread: [low, high],
  detail,
}: BenchmarkRatio): readonly string[] {
  return [
    `${ratio.toFixed(2)} times  ${subject}, against ${against}`,
    `            rounds from ${low.toFixed(2)} to ${high.toFixed(2)}; ${detail}`,
  ];
}

function linesOfTable({ title, columns, rows }: BenchmarkTable): readonly string[] {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, ...all.map((row) => `  ${line(row)}`)];
}
