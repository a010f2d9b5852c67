import type { OutcomeRow } from '#core/improvements/outcomes/outcome-table.ts';
import { type Column, tableLines } from '../table-lines.ts';
import { visible } from '../visible.ts';

/** The table of outcomes for people. Names come from services and models, so characters that a terminal obeys are escaped. */
export function outcomeLines(rows: readonly OutcomeRow[]): readonly string[] {
  if (rows.length === 0) return ['No attempt has ended yet.'];
  return tableLines(columns, rows).map(visible);
}

const columns: readonly Column<OutcomeRow>[] = [
  { title: 'service', cell: ({ service }) => service ?? 'all' },
  { title: 'author', cell: ({ source, author }) => `${source} ${author}` },
  { title: 'promoted', cell: ({ promoted }) => String(promoted), isNumber: true },
  { title: 'rolled back', cell: ({ rolledBack }) => String(rolledBack), isNumber: true },
  { title: 'rejected', cell: ({ rejected }) => String(rejected), isNumber: true },
  { title: 'refused', cell: ({ refused }) => String(refused), isNumber: true },
  { title: 'expected success', cell: ({ success }) => shareText(success) },
  { title: 'benchmark', cell: ({ promised }) => ratioText(promised), isNumber: true },
  { title: 'production', cell: ({ measured }) => ratioText(measured), isNumber: true },
  { title: 'rejected by', cell: ({ rejectedBy }) => countsText(rejectedBy) },
];

const percent = (share: number): string => (100 * share).toFixed(0);

/** "80 % (95 % CI 51 to 97)". */
const shareText = ({ expected, low, high }: OutcomeRow['success']): string =>
  `${percent(expected)} % (95 % CI ${percent(low)} to ${percent(high)})`;

const ratioText = (ratio: number | null): string => (ratio === null ? '?' : `${ratio.toFixed(2)}x`);

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
