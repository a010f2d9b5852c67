import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { type Row, rowOf, type UnreadableRow } from './row.ts';

/**
 * The records of a CSV file by the names in its first line, each with the line at which it ends. A quote that is never closed takes
 * the rest of the file along, which is said.
 * @param header the first line, which tells what separates the columns.
 */
export async function* csvRows(path: string, header: string): AsyncGenerator<Row | UnreadableRow> {
  const unreadable: UnreadableRow[] = [];
  const told = separatorLine.exec(header)?.[1];
  const parser = parse({
    bom: true,
    columns: true,
    delimiter: told ?? delimiterIn(header),
    from_line: told === undefined ? 1 : 2,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) unreadable.push(unreadableOf(error));
      return undefined;
    },
  });
  const parsed: AsyncIterable<CsvRecord> = createReadStream(path).pipe(parser);
  try {
    for await (const { record, info } of parsed) {
      yield* unreadable.splice(0);
      yield rowOf(info.lines, record);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    unreadable.push(unreadableOf(error));
  }
  yield* unreadable;
}

interface CsvRecord {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

/** Spreadsheets begin some files with what separates the columns. */
const separatorLine = /^sep=(.)\s*$/i;

/** Spreadsheets write semicolons where a comma separates decimals. */
function delimiterIn(header: string): string {
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

const unreadableOf = (error: CsvError): UnreadableRow => ({
  place: Number(error.lines),
  problem: 'is not CSV: a quote is never closed',
});
