import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lengths, startOf } from '#core/performance/history/calendar.ts';
import type { HistoryStore, Span } from '#core/performance/history/ports.ts';
import type { ProcessMemory } from '#core/performance/process-memory.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch-encoding.ts';
import { summarise, type Window } from '#core/performance/window.ts';
import { queryAll } from './query-all.ts';
import { sortable, type Table } from './table.ts';
import { writeItems } from './write-items.ts';

/** A partition holds the hours of a day, or the days of a month of 32: none grows without bound. */
const perPartition: Readonly<Record<Span, number>> = { hour: lengths.day, day: 32 * lengths.day };
const daysKept: Readonly<Record<Span, number>> = { hour: 90, day: 730 };
/** A leak is looked for in three. */
const daysOfProcesses = 15;

export function dynamoHistory(table: Table): HistoryStore {
  const { client, name: TableName } = table;
  const remaining = async (pks: readonly string[], from: number, to: number) =>
    // The sort key goes on after the start, so that `to` itself stays outside.
    (await Promise.all(pks.map((pk) => queryAll(table, pk, [sortable(from), sortable(to)])))).flat();

  return {
    async saveWindows(span, windows) {
      await writeItems(
        table,
        windows.map((window) => windowItem(span, window)),
      );
    },

    async windowsBetween(service, span, from, to) {
      const items = await remaining(partitions(service, span, from, to), from, to);
      return items.map(windowOf);
    },

    async saveProcesses(service, hour, processes) {
      const pk = partitionOf(service, 'process', Math.floor(hour / perPartition.day));
      const Item = { pk, sk: sortable(hour), hour, processes, expiresAt: expiry(hour, daysOfProcesses) };
      if (processes.length > 0) await client.send(new PutCommand({ TableName, Item }));
    },

    async processesBetween(service, from, to) {
      const months = numbersBetween(from, to, perPartition.day);
      const pks = months.map((month) => partitionOf(service, 'process', month));
      const items = await remaining(pks, from, to - 1);
      return items.flatMap(({ processes }) => processes as readonly ProcessMemory[]);
    },

    async rolledUpUntil(service) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: markOf(service) }));
      return Item ? Number(Item.until) : null;
    },

    async markRolledUp(service, until) {
      await client.send(new PutCommand({ TableName, Item: { ...markOf(service), until } }));
    },

    async markLate(service, { start, mark }) {
      const Item = { ...lateOf(service, start), start, mark, expiresAt: expiry(start, daysOfProcesses) };
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
            Key: lateOf(service, start),
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

const partitionOf = (service: string, kind: string, number: number) => `HISTORY#${service}#${kind}#${number}`;
const markOf = (service: string) => ({ pk: `HISTORY#${service}`, sk: 'MARK' });
/** A partition of its own: who records measurements may not therefore change a history. */
const lateOf = (service: string, start: number) => ({ pk: `LATE#${service}`, sk: sortable(start) });
const expiry = (at: number, days: number) => Math.floor((at + days * lengths.day) / 1_000);

function numbersBetween(from: number, to: number, length: number): readonly number[] {
  const first = Math.floor(from / length);
  return Array.from({ length: Math.max(0, Math.ceil(to / length) - first) }, (_, i) => first + i);
}

const partitions = (service: string, span: Span, from: number, to: number) =>
  numbersBetween(from, to, perPartition[span]).map((number) => partitionOf(service, span, number));

function windowItem(span: Span, window: Window): Record<string, unknown> {
  const { service, endpoint, version, start, from, to, count, errors, sum, min, max, memory } = window;
  return {
    pk: partitionOf(service, span, Math.floor(start / perPartition[span])),
    sk: `${sortable(start)}#${endpoint}#${version}`,
    expiresAt: expiry(startOf(span, start), daysKept[span]),
    window: { service, endpoint, version, start },
    numbers: { from, to, count, errors, sum, min, max, memory },
    sketch: encodeSketch(window.sketch),
  };
}

function windowOf({ window, numbers, sketch }: Record<string, unknown>): Window {
  const numbersOf = numbers as Omit<Parameters<typeof summarise>[0][number], 'sketch'>;
  return {
    ...(window as Pick<Window, 'service' | 'endpoint' | 'version' | 'start'>),
    ...summarise([{ ...numbersOf, sketch: decodeSketch(sketch as Uint8Array) }]),
  };
}
