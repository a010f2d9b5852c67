import { type Column, tableLines } from '../table-lines.ts';
import { visible } from '../visible.ts';
import type { Onboarding } from './init.ts';
import type { Row } from './row.ts';

const columns: readonly Column<Row>[] = [
  { title: 'verdict', cell: ({ verdict }) => verdict },
  { title: 'what', cell: ({ what }) => what },
  { title: 'found', cell: ({ found }) => shortened(visible(found)) },
];
const longestCell = 90;
const longestDetail = 400;

/** The table of an onboarding: a line for each finding, and below it what is to be said. */
export function rowLines(rows: readonly Row[]): readonly string[] {
  const [head = '', ...lines] = tableLines(columns, rows);
  return [head, ...rows.flatMap((row, i) => [lines[i] ?? '', ...detailLines(row)])];
}

/** How it ended, and what comes next. */
export function endLines({ isUsable, file, isWritten, missing, next }: Onboarding): readonly string[] {
  const written = isWritten ? `Wrote ${file}; nothing else was changed.` : `Kept ${file} as it is.`;
  const wanting = missing.map((sentence) => `Still missing: ${visible(sentence)}`);
  if (!isUsable) return ['', ...(file === null ? [] : [written]), ...wanting];
  return ['', written, ...wanting, '', `Next: ${next}`];
}

const detailLines = ({ detail }: Row): readonly string[] =>
  detail === '' ? [] : [`          ${visible(shortened(detail, longestDetail))}`];

const shortened = (text: string, most = longestCell): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;
