import { second } from '#core/time.ts';
import { readEnvironment } from '#functions/composition/environment.ts';
import type { Background } from '../background/background.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { forgetChanges } from '../database/forget-changes.ts';
import { type Loop, repeat } from '../repeat.ts';
import { followStream } from './follow-stream.ts';
import { openStreamReader } from './stream-reader.ts';

/** On AWS, the schedule runs every few minutes, which is too slow for a demo. */
const refitMilliseconds = 5 * second;
const forgetMilliseconds = 5 * second;

/** Runs the learning functions on feedback, in place of the table's stream and the schedule on AWS. */
export async function startLearning(folder: DataFolder, background: Background): Promise<Loop> {
  const { TABLE_NAME } = readEnvironment('TABLE_NAME');
  const reader = await openStreamReader(TABLE_NAME, folder.streamPosition);
  const loops = [
    followStream({ reader, deliver: (event) => background.run('learn', event) }),
    repeat('the refit', () => background.run('refit', {}), refitMilliseconds),
    repeat(
      'the deletion of delivered changes',
      async () => forgetDelivered(folder.database, reader.processedUntil()),
      forgetMilliseconds,
    ),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

function forgetDelivered(database: string, doneUntil: string | null): void {
  if (doneUntil !== null) forgetChanges(database, doneUntil);
}
