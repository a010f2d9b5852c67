import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { feedbackKey } from '#adapters/dynamodb/preferences/keys.ts';
import { writeItems } from '#adapters/dynamodb/write-items.ts';
import { median } from '#core/numbers/median.ts';
import { second } from '#core/time.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { forgetChanges } from '#local/database/forget-changes.ts';
import { tableName } from '#local/database/table-name.ts';
import { startProgram } from '../tests/support/program.ts';
import { makeTicker, upOn } from '../tests/support/ticker.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { withTable } from './with-table.ts';

const records = 200_000;
const users = 1_000;
const rounds = 5;
const mostSeconds = 3;

/** From the command to its API, with much feedback and with none. */
export async function measure(): Promise<BenchmarkTable> {
  const root = mkdtempSync(join(tmpdir(), 'start-'));
  try {
    const repository = makeTicker(join(root, 'ticker'));
    const [none, many] = [join(root, 'none'), join(root, 'many')];
    await fill(many);
    const seconds = { none: [] as number[], many: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      seconds.none.push(await secondsToStart(repository, none));
      seconds.many.push(await secondsToStart(repository, many));
    }
    const row = (name: string, all: readonly number[]) => [
      name,
      ...[median(all), Math.min(...all), Math.max(...all)].map((value) => `${value?.toFixed(2)} s`),
    ];
    return {
      title: `seconds until the API answers; limit: ${mostSeconds} s with ${records} records of feedback`,
      columns: ['records of feedback', 'median', 'shortest', 'longest'],
      rows: [row('0', seconds.none), row(String(records), seconds.many)],
      isWithinLimits: (median(seconds.many) ?? Infinity) < mostSeconds,
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function secondsToStart(repository: string, data: string): Promise<number> {
  const begun = performance.now();
  const program = startProgram(upOn(repository, data));
  try {
    await program.ready();
    return (performance.now() - begun) / second;
  } finally {
    await program.end('SIGINT');
  }
}

/** Feedback that was learned. */
async function fill(data: string): Promise<void> {
  const folder = openDataFolder(data);
  const items = Array.from({ length: users }, (_, i) => ({
    ...feedbackKey(`user-${i}`, 'first'),
    model: 'a',
    taskType: 'code',
    kind: 'thumbs-up',
    reward: 1,
    at: 0,
    recordedAt: 0,
    timeZone: 'UTC',
  }));
  await withTable(folder, (table) => writeItems(table, items));
  multiply(folder.database);
  forgetChanges(folder.database, String(Number.MAX_SAFE_INTEGER));
}

/** Copies each record under other keys: the engine would take minutes to write as many. */
function multiply(file: string): void {
  const database = new DatabaseSync(file);
  try {
    const renamed = (column: string) => `replace(${column}, 'FEEDBACK#first', 'FEEDBACK#' || copy)`;
    database
      .prepare(
        `WITH RECURSIVE copies(copy) AS (SELECT 2 UNION ALL SELECT copy + 1 FROM copies WHERE copy < ?)
         INSERT INTO "${tableName}" (pk, sk, item_json, item_size, cached_at, hash_prefix)
         SELECT pk, ${renamed('sk')}, ${renamed('item_json')}, item_size, cached_at, hash_prefix
         FROM copies, "${tableName}"`,
      )
      .run(records / users);
  } finally {
    database.close();
  }
}
