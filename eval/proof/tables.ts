import type { Assessed, Ending } from './assess.ts';
import type { Bin } from './calibration.ts';

type Counted = Pick<Assessed, 'function' | 'label' | 'ending'>;

const endings: Readonly<Record<Ending, string>> = {
  automatic: 'automatic',
  person: 'to a person',
  calls: 'rejected by calls',
  tests: 'rejected by tests',
};
const labels = ['right', 'wrong'] as const;

/** A row for each function, and their total: how right and wrong candidates ended. */
export function endingsTable(counted: readonly Counted[]): string {
  const names = [...new Set(counted.map((one) => one.function))];
  const head = labels.flatMap((label) => Object.values(endings).map((ending) => `${label}: ${ending}`));
  const cells = (own: readonly Counted[]): readonly number[] =>
    labels.flatMap((label) =>
      Object.keys(endings).map(
        (ending) => own.filter((one) => one.label === label && one.ending === ending).length,
      ),
    );
  const rows = names.map((name) => [name, ...cells(counted.filter((one) => one.function === name))]);
  return table(['function', ...head], [...rows, ['total', ...cells(counted)]]);
}

/** The reliability diagram: each bin with a bar for the share of right ones. */
export function reliabilityTable(bins: readonly Bin[]): string {
  const rows = bins.map(({ from, to, count, meanConfidence, shareRight }) => [
    `${from.toFixed(1)} to ${to.toFixed(1)}`,
    count,
    meanConfidence.toFixed(3),
    shareRight.toFixed(3),
    '#'.repeat(Math.round(shareRight * 20)).padEnd(20, '.'),
  ]);
  return table(['confidence', 'candidates', 'mean confidence', 'share right', ''], rows);
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const longestCell = 240;

function cell(value: string | number): string {
  const text = String(value).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}
