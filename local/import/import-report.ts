import type { ReadRow } from '#adapters/feedback-exports/read-feedback.ts';
import { tableLines } from '../table-lines.ts';
import { visible } from '../visible.ts';

/** Counts rows by what was found in them, and by why they were left out. */
export interface ImportReport {
  /** Rows that hold feedback, by kind. */
  readonly found: Map<string, number>;
  /** Rows that were left out, by reason. */
  readonly skipped: Map<string, SkippedRows>;
  /** What became of the feedback that was sent. */
  readonly sent: Map<string, number>;
  /** The system that wrote the export. */
  from: string;
}

interface SkippedRows {
  count: number;
  /** Of the first of them: lines, or numbers in a JSON list. */
  readonly places: number[];
}

export const emptyReport = (): ImportReport => ({
  found: new Map(),
  skipped: new Map(),
  sent: new Map(),
  from: 'unknown',
});

const mostPlaces = 8;

export function countRow(report: ImportReport, row: ReadRow): void {
  report.from = row.from;
  if ('skipped' in row) countSkipped(report, row.skipped, row.place);
  else add(report.found, row.kind);
}

export function countSkipped({ skipped }: ImportReport, reason: string, place: number): void {
  const known = skipped.get(reason) ?? { count: 0, places: [] };
  known.count += 1;
  if (known.places.length < mostPlaces) known.places.push(place);
  skipped.set(reason, known);
}

export const add = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

/** The report as programs read it. */
export const reportJson = ({ from, found, skipped, sent }: ImportReport): object => ({
  from,
  found: Object.fromEntries(found),
  skipped: [...skipped].map(([reason, rows]) => ({ reason, ...rows })),
  sent: Object.fromEntries(sent),
});

/** The report as people read it. */
export function reportLines({ from, found, skipped, sent }: ImportReport): readonly string[] {
  const skippedRows = [...skipped].map(([reason, rows]) => ({ reason, ...rows }));
  return [
    `Export of ${from === 'table' ? 'a table' : from}.`,
    '',
    ...countLines('feedback', found),
    ...(skippedRows.length > 0 ? ['', ...skippedLines(skippedRows)] : []),
    ...(sent.size > 0 ? ['', ...countLines('result', sent)] : []),
  ];
}

const countLines = (title: string, counts: ReadonlyMap<string, number>): readonly string[] =>
  tableLines(
    [
      { title, cell: ([name]) => name },
      { title: 'rows', cell: ([, count]) => count.toLocaleString('en-US'), isNumber: true },
    ],
    [...counts],
  );

const skippedLines = (rows: readonly (SkippedRows & { reason: string })[]): readonly string[] =>
  tableLines(
    [
      { title: 'left out, because', cell: ({ reason }) => visible(reason) },
      { title: 'rows', cell: ({ count }) => count.toLocaleString('en-US'), isNumber: true },
      {
        title: 'at',
        cell: ({ count, places }) => `${places.join(', ')}${count > places.length ? ', …' : ''}`,
      },
    ],
    rows,
  );
