import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { second } from '#core/time.ts';

/** The engine writes to the same file. If it stays locked for longer, the next call goes on. */
const patience = second;
/** Few enough that the engine waits for milliseconds only. */
const together = 500;

const expired = "CAST(json_extract(item_json, '$.expiresAt.N') AS INTEGER) <= ?";

/**
 * Deletes the expired items of a table in the embedded engine, which keeps them for good, as DynamoDB does by its time
 * to live. No item that expires is listed in an index.
 *
 * @param file of the engine; nothing happens where there is none, because the engine is another's.
 * @param now milliseconds since 1970.
 * @returns how many were deleted.
 */
export function expireItems(file: string, table: string, now: number): number {
  if (!existsSync(file)) return 0;
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    const seconds = Math.floor(now / second);
    const name = `"${table.replaceAll('"', '""')}"`;
    // Looking for them takes a while, and must not lock the file; a deletion that finds an item changed leaves it.
    const rows = database.prepare(`SELECT rowid FROM ${name} WHERE ${expired}`).all(seconds);
    const deletion = database.prepare(`DELETE FROM ${name} WHERE rowid = ? AND ${expired}`);
    for (let i = 0; i < rows.length; i += together) {
      database.exec('BEGIN IMMEDIATE');
      for (const { rowid } of rows.slice(i, i + together)) deletion.run(Number(rowid), seconds);
      database.exec('COMMIT');
    }
    return rows.length;
  } finally {
    database.close();
  }
}
