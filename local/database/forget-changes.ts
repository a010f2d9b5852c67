import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The engine writes to the same file. If it stays locked for longer, the next call tries again. */
const patience = 100; // milliseconds

/**
 * Deletes the changes of the embedded engine's stream up to a sequence number, as DynamoDB does after a day. This
 * engine keeps them forever and scans all of them at each write. The last one stays, because the next number is
 * derived from it.
 *
 * @param file of the engine; nothing happens where there is none, because the engine is another's.
 */
export function forgetChanges(file: string, upTo: string): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    database
      .prepare(
        'DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) <= ? ' +
          'AND id < (SELECT MAX(id) FROM _stream_records)',
      )
      .run(Number(upTo));
  } finally {
    database.close();
  }
}
