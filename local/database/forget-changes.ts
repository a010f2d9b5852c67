import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** The engine writes in the same file. Who finds it locked for longer comes again. */
const patience = 100; // milliseconds

/**
 * Deletes the changes of the embedded engine's stream up to a sequence number, as DynamoDB does it after a day. This
 * engine keeps them for good, and looks through all of them at each write. The last one stays: the next gets its number
 * from it.
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
