import type { Bin } from './calibration.ts';

/** How a candidate ends: rejected by a gate, sent to a person, or shipped automatically. */
export type Ending = 'tests' | 'calls' | 'person' | 'automatic';

export interface Counted {
  readonly function: string;
  readonly label: 'right' | 'wrong';
  readonly ending: Ending;
}

const endings: readonly Ending[] = ['automatic', 'person', 'calls', 'tests'];

/** A row for each function, and their total: how right and wrong candidates ended. */
export function endingsTable(counted: readonly Counted[]): string {
  const names = [...new Set(counted.map((one) => one.function))];
  const heads = ['automatic', 'to a person', 'rejected by calls', 'rejected by tests'];
  const head = [
    'function',
    ...heads.map((name) => `right: ${name}`),
    ...heads.map((name) => `wrong: ${name}`),
  ];
  const cells = (own: readonly Counted[]): readonly number[] =>
    (['right', 'wrong'] as const).flatMap((label) =>
      endings.map((ending) => own.filter((one) => one.label === label && one.ending === ending).length),
    );
  const rows = names.map((name) => [name, ...cells(counted.filter((one) => one.function === name))]);
  return table(head, [...rows, ['total', ...cells(counted)]]);
}

/** Each bin with a bar of the share of right ones. */
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
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
