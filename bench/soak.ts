import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daysKept } from '#core/retention.ts';
import { day, second } from '#core/time.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { type EndOfDay, simulateDays } from './soak/simulate-days.ts';
import { withTable } from './with-table.ts';

const days = 30;
/** A day. */
const requests = 300;
/** Five requests a second. */
const realRequests = (5 * day) / second;
const mostGigabytes = 2;

/** What the database of one machine holds after each day of a month on a simulated clock. */
export async function measure(): Promise<BenchmarkTable> {
  const ends = await simulate();
  // Hours and days are as many however many requests they sum up, and their sketches are bounded.
  const scaled = ends.map(
    ({ bytes, ofParts }) => (bytes - ofParts + (ofParts * realRequests) / requests) / 1e9,
  );
  const rows = ends.flatMap(({ bytes, parts }, i) =>
    (i + 1) % 5 === 0
      ? [[String(i + 1), String(parts), `${(bytes / 1e6).toFixed(2)} MB`, `${scaled[i]?.toFixed(2)} GB`]]
      : [],
  );
  return {
    title: `the database of one machine over ${days} simulated days of ${requests} requests; limit: ${mostGigabytes} GB at five requests a second`,
    columns: ['after day', 'window parts', 'size', 'at 5 requests a second'],
    rows,
    isWithinLimits:
      (ends.at(-1)?.parts ?? Infinity) <= requests * (daysKept.windowParts + 1) &&
      (scaled.at(-1) ?? Infinity) < mostGigabytes,
  };
}

async function simulate(): Promise<readonly EndOfDay[]> {
  const root = mkdtempSync(join(tmpdir(), 'soak-'));
  const folder = openDataFolder(root);
  try {
    return await withTable(folder, (table) =>
      simulateDays({ folder, table, begin: Date.UTC(2026, 0, 1), days, requests }),
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
