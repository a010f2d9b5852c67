import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { InvalidInput } from '#core/errors.ts';
import { csvRows } from './csv-rows.ts';
import { itemsOf } from './json-items.ts';
import { type Row, rowFromJson, rowOf, type UnreadableRow } from './row.ts';

/**
 * The records of an export, one at a time: a JSON list, JSON lines, a JSON object with a list in it as an API answers, or CSV
 * with a line of column names. The file's beginning tells; an odd first line makes no other unreadable.
 * @throws InvalidInput `import/no-file`, `import/unreadable`.
 */
export async function* readRows(path: string): AsyncGenerator<Row | UnreadableRow> {
  const begin = await beginningOf(path);
  const [first = ''] = begin.split('\n');
  if (begin.startsWith('[')) yield* listRows(path);
  else if (!begin.startsWith('{')) yield* csvRows(path, first);
  else {
    const document = isRecord(first) ? null : await documentIn(path);
    if (document) yield* rowsOf(document);
    else if (begin.split('\n').some(isObjectText)) yield* lineRows(path);
    else
      throw new InvalidInput(`${path} is neither JSON, JSON lines nor CSV.`, { code: 'import/unreadable' });
  }
}

/** Whether a line is one of many records, and no page of an API on a line. */
function isRecord(line: string): boolean {
  const read = rowFromJson(1, line);
  return 'fields' in read && listIn(read.fields) === null;
}

const isObjectText = (line: string): boolean => 'fields' in rowFromJson(1, line);

/** Enough to hold the first of many lines. */
const enough = 1_000_000; // bytes
const largestDocument = 100_000_000; // bytes

async function beginningOf(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(enough), 0, enough, 0);
      return buffer
        .toString('utf8', 0, bytesRead)
        .replace(/^\uFEFF/, '')
        .trimStart();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`cannot read ${path}: ${reason}.`, { code: 'import/no-file', cause });
  }
}

async function* listRows(path: string): AsyncGenerator<Row | UnreadableRow> {
  let place = 0;
  for await (const text of itemsOf(createReadStream(path, 'utf8'))) {
    place += 1;
    yield rowFromJson(place, text);
  }
}

async function* lineRows(path: string): AsyncGenerator<Row | UnreadableRow> {
  let place = 0;
  for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
    place += 1;
    if (text.trim() !== '') yield rowFromJson(place, text.replace(/^\uFEFF/, ''));
  }
}

/** The one object of a file, which is a page of an API and small; `null` if the file is something else. */
async function documentIn(path: string): Promise<Row['fields'] | null> {
  if ((await stat(path)).size > largestDocument) return null;
  const read = rowFromJson(1, (await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  return 'fields' in read ? read.fields : null;
}

const rowsOf = (document: Row['fields']): readonly (Row | UnreadableRow)[] =>
  (listIn(document) ?? [document]).map((row, i) => rowOf(i + 1, row));

/** As APIs wrap a page: Langfuse in `data`, PostHog in `results`. */
function listIn(fields: Row['fields']): readonly unknown[] | null {
  const list = [fields.data, fields.results].find(Array.isArray);
  return list ?? null;
}
