export interface Column {
  readonly title: string;
  readonly field: string;
  readonly align?: 'left' | 'right';
}

export type Row = Readonly<Record<string, string | number | null>>;

/** Rows as text: titles, a line, and one line for each row. Numbers have two decimals; null and what is missing is empty. */
export function formatTable(columns: readonly Column[], rows: readonly Row[]): string {
  const lines: string[] = [];
  lines.push(columns.map((column) => pad(column.title, widthOf(column, rows), column.align)).join(' | '));
  lines.push(columns.map((column) => '-'.repeat(widthOf(column, rows))).join('-|-'));
  const widths = columns.map((column) => widthOf(column, rows));
  for (const row of rows)
    lines.push(
      columns.map(({ field, align }, i) => pad(cellText(row[field]), widths[i] ?? 0, align)).join(' | '),
    );
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** In code points, so that an emoji is one. */
function widthOf(column: Column, rows: readonly Row[]): number {
  return Math.max(
    Array.from(column.title).length,
    ...rows.map((row) => Array.from(cellText(row[column.field])).length),
  );
}

function cellText(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? value.toFixed(2) : value;
}

function pad(text: string, width: number, align: Column['align']): string {
  const fill = ' '.repeat(width - Array.from(text).length);
  return align === 'right' ? fill + text : text + fill;
}
