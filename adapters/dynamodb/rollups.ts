import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ProcessMemory } from '#core/performance/memory/process-memory.ts';
import { startOf } from '#core/performance/rollups/calendar.ts';
import type { Indicator } from '#core/performance/rollups/indicators.ts';
import type { RollupStore, TimeSpan } from '#core/performance/rollups/ports.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';
import { summarize, type Window } from '#core/performance/windows/window.ts';
import { expiryOf, type Kind } from '#core/retention.ts';
import { day } from '#core/time.ts';
import { queryAll } from './query-all.ts';
import { sortable, type Table } from './table.ts';
import { writeItems } from './write-items.ts';

/** Milliseconds per partition: a day of hours, or a "month" of 32 days. No partition grows without bound. */
const partitionLengths: Readonly<Record<TimeSpan, number>> = { hour: day, day: 32 * day };
const kinds = { hour: 'hours', day: 'days' } as const satisfies Readonly<Record<TimeSpan, Kind>>;

export function dynamoRollups(table: Table): RollupStore {
  const { client, name: TableName } = table;
  const itemsBetween = async (pks: readonly string[], from: number, to: number) =>
    // Sort keys continue after the start, so records that start at `to` are excluded.
    (await Promise.all(pks.map((pk) => queryAll(table, pk, [sortable(from), sortable(to)])))).flat();

  const hourItemsBetween = (service: string, kind: string, from: number, to: number) => {
    const months = indexesBetween(from, to, partitionLengths.day);
    return itemsBetween(
      months.map((month) => partitionOf(service, kind, month)),
      from,
      to - 1,
    );
  };

  return {
    async saveWindows(span, windows) {
      await writeItems(
        table,
        windows.map((window) => windowItem(span, window)),
      );
    },

    async windowsBetween(service, span, from, to) {
      const items = await itemsBetween(partitions(service, span, from, to), from, to);
      return items.map(windowOf);
    },

    async saveProcesses(service, hour, processes) {
      const Item = { ...hourItem(service, 'process', hour), processes };
      if (processes.length > 0) await client.send(new PutCommand({ TableName, Item }));
    },

    async processesBetween(service, from, to) {
      const items = await hourItemsBetween(service, 'process', from, to);
      return items.flatMap(({ processes }) => processes as readonly ProcessMemory[]);
    },

    async saveIndicators(service, hour, indicators) {
      const Item = { ...hourItem(service, 'indicators', hour), indicators };
      if (indicators.length > 0) await client.send(new PutCommand({ TableName, Item }));
    },

    async indicatorsBetween(service, from, to) {
      const items = await hourItemsBetween(service, 'indicators', from, to);
      return items.flatMap(({ indicators }) => indicators as readonly Indicator[]);
    },

    async rolledUpUntil(service) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: markKey(service) }));
      return Item ? Number(Item.until) : null;
    },

    async markRolledUp(service, until) {
      await client.send(new PutCommand({ TableName, Item: { ...markKey(service), until } }));
    },

    async markLate(service, { start, mark }) {
      const Item = { ...lateKey(service, start), start, mark, expiresAt: expiryOf('details', start) };
      await client.send(new PutCommand({ TableName, Item }));
    },

    async lateHours(service) {
      const items = await queryAll(table, `LATE#${service}`, ['0', '~']);
      return items.map(({ start, mark }) => ({ start: Number(start), mark: String(mark) }));
    },

    async clearLate(service, { start, mark }) {
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: lateKey(service, start),
            ConditionExpression: 'mark = :mark',
            ExpressionAttributeValues: { ':mark': mark },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

const partitionOf = (service: string, kind: string, index: number) => `ROLLUP#${service}#${kind}#${index}`;
const hourItem = (service: string, kind: string, hour: number) => ({
  pk: partitionOf(service, kind, Math.floor(hour / partitionLengths.day)),
  sk: sortable(hour),
  expiresAt: expiryOf('details', hour),
});
const markKey = (service: string) => ({ pk: `ROLLUP#${service}`, sk: 'MARK' });
/** In its own partition, so that permission to record measurements is not permission to change a history. */
const lateKey = (service: string, start: number) => ({ pk: `LATE#${service}`, sk: sortable(start) });

function indexesBetween(from: number, to: number, length: number): readonly number[] {
  const first = Math.floor(from / length);
  const count = from < to ? Math.ceil(to / length) - first : 0;
  return Array.from({ length: count }, (_, i) => first + i);
}

const partitions = (service: string, span: TimeSpan, from: number, to: number) =>
  indexesBetween(from, to, partitionLengths[span]).map((index) => partitionOf(service, span, index));

function windowItem(span: TimeSpan, window: Window): Record<string, unknown> {
  const { service, endpoint, version, start, from, to, count, errors, rejections, sum, min, max, memory } =
    window;
  return {
    pk: partitionOf(service, span, Math.floor(start / partitionLengths[span])),
    sk: `${sortable(start)}#${endpoint}#${version}`,
    expiresAt: expiryOf(kinds[span], startOf(span, start)),
    window: { service, endpoint, version, start },
    numbers: { from, to, count, errors, rejections, sum, min, max, memory },
    sketch: encodeSketch(window.sketch),
  };
}

function windowOf({ window, numbers, sketch }: Record<string, unknown>): Window {
  const storedNumbers = numbers as Omit<Parameters<typeof summarize>[0][number], 'sketch'>;
  return {
    ...(window as Pick<Window, 'service' | 'endpoint' | 'version' | 'start'>),
    ...summarize([{ ...storedNumbers, sketch: decodeSketch(sketch as Uint8Array) }]),
  };
}
