import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { dynamoMetrics } from '#adapters/dynamodb/metrics.ts';
import { dynamoRollups } from '#adapters/dynamodb/rollups.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { rollUp } from '#core/performance/rollups/roll-up.ts';
import { recordMetrics } from '#core/performance/windows/record-metrics.ts';
import { day, second } from '#core/time.ts';
import type { DataFolder } from '#local/data-folder/data-folder.ts';
import { forgetChanges } from '#local/database/forget-changes.ts';
import { removeExpired } from '#local/retention/remove-expired.ts';

export interface SimulatedDays {
  readonly folder: DataFolder;
  readonly table: Table;
  readonly begin: number;
  readonly days: number;
  /** Requests a day. Each comes in a batch of its own: a recorder sends one a second. */
  readonly requests: number;
}

export interface EndOfDay {
  /** Of the database's file. */
  readonly bytes: number;
  /** Window parts. */
  readonly parts: number;
  /** The bytes of these in the file, about: as large a share as they have of all items, their keys counted twice. */
  readonly ofParts: number;
}

const endpoints = ['GET /carts/:id', 'GET /customers/:id/orders', 'POST /orders'];

/**
 * Lets a service send measurements on a simulated clock to a real embedded database, and removes what has expired at the
 * end of each day.
 * @returns what the database holds at the end of each day.
 */
export async function simulateDays(simulated: SimulatedDays): Promise<readonly EndOfDay[]> {
  const { folder, begin, days } = simulated;
  const ends: EndOfDay[] = [];
  for (let today = begin; today < begin + days * day; today += day) {
    await simulateDay(simulated, today);
    // The stream's reader would have processed them.
    forgetChanges(folder.database, String(Number.MAX_SAFE_INTEGER));
    removeExpired({ folder, table: simulated.table.name, serving: [], now: today + day });
    ends.push(endOfDay(simulated));
  }
  return ends;
}

async function simulateDay({ table, begin, requests }: SimulatedDays, today: number): Promise<void> {
  const store = dynamoMetrics(table);
  const rollups = dynamoRollups(table);
  for (let i = 0; i < requests; i += 1) {
    const now = today + Math.floor((i / requests) * day);
    const sequence = Math.round((now - begin) / second);
    const endpoint = endpoints[i % endpoints.length] ?? '';
    const measurements = [{ endpoint, at: now, duration: 10 + (i % 50), status: 200 }];
    const batch = {
      service: 'shop',
      version: 'a'.repeat(40),
      instance: '3f2b7c1e-8a54-4d1c-9b3e-5f6a7b8c9d0e',
      sequence,
      dropped: 0,
      memory: { rss: 100e6, heapUsed: 50e6 },
      measurements,
      profiles: [],
    };
    await recordMetrics({ batch, now, windowSeconds: 5, store, rollups });
  }
  await rollUp({ service: 'shop', now: today + day, store, rollups });
}

function endOfDay({ folder, table }: SimulatedDays): EndOfDay {
  const database = new DatabaseSync(folder.database, { readOnly: true });
  try {
    const size = 'length(item_json) + 2 * (length(pk) + length(sk))';
    const isPart = "pk LIKE 'S:METRICS#%'";
    const { parts, share } = database
      .prepare(
        `SELECT total(${isPart}) AS parts, total((${isPart}) * (${size})) / total(${size}) AS share FROM "${table.name}"`,
      )
      .get() as { readonly parts: number; readonly share: number };
    const bytes = statSync(folder.database).size;
    return { bytes, parts, ofParts: share * bytes };
  } finally {
    database.close();
  }
}
