import type { BenchmarkRatio, BenchmarkTable } from './benchmark-result.ts';

/** Prints the result of a benchmark for people. */
export function print(result: BenchmarkRatio | BenchmarkTable): void {
  for (const line of 'rows' in result ? tableLines(result) : ratioLines(result)) console.log(line);
}

function ratioLines({
  subject,
  baseline,
  ratio,
  spread: [low, high],
  detail,
}: BenchmarkRatio): readonly string[] {
  return [
    `${ratio.toFixed(2)}x  ${subject}, compared with ${baseline}`,
    `       rounds from ${low.toFixed(2)}x to ${high.toFixed(2)}x; ${detail}`,
  ];
}

function tableLines({ title, columns, rows }: BenchmarkTable): readonly string[] {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, ...all.map((row) => `  ${line(row)}`)];
}
