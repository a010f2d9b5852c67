import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { lengths, startOf } from '#core/performance/history/calendar.ts';
import type { HistoryStore, Span } from '#core/performance/history/ports.ts';
import type { Indicator } from '#core/performance/indicators.ts';
import type { ProcessMemory } from '#core/performance/process-memory.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch-encoding.ts';
import { summarize, type Window } from '#core/performance/window.ts';
import { queryAll } from './query-all.ts';
import { sortable, type Table } from './table.ts';
import { writeItems } from './write-items.ts';

/** A partition holds the hours of a day, or the days of a month of 32: none grows without bound. */
const perPartition: Readonly<Record<Span, number>> = { hour: lengths.day, day: 32 * lengths.day };
const daysKept: Readonly<Record<Span, number>> = { hour: 90, day: 730 };
/** A leak is looked for in three days, what is unusual in four. */
const daysOfDetails = 15;

export function dynamoHistory(table: Table): HistoryStore {
  const { client, name: TableName } = table;
  const itemsBetween = async (pks: readonly string[], from: number, to: number) =>
    // The sort key goes on after the start, so that `to` itself stays outside.
    (await Promise.all(pks.map((pk) => queryAll(table, pk, [sortable(from), sortable(to)])))).flat();

  const ofHours = (service: string, kind: string, from: number, to: number) => {
    const months = numbersBetween(from, to, perPartition.day);
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
      const Item = { ...ofHour(service, 'process', hour), processes };
      if (processes.length > 0) await client.send(new PutCommand({ TableName, Item }));
    },

    async processesBetween(service, from, to) {
      const items = await ofHours(service, 'process', from, to);
      return items.flatMap(({ processes }) => processes as readonly ProcessMemory[]);
    },

    async saveIndicators(service, hour, indicators) {
      const Item = { ...ofHour(service, 'indicators', hour), indicators };
      if (indicators.length > 0) await client.send(new PutCommand({ TableName, Item }));
    },

    async indicatorsBetween(service, from, to) {
      const items = await ofHours(service, 'indicators', from, to);
      return items.flatMap(({ indicators }) => indicators as readonly Indicator[]);
    },

    async rolledUpUntil(service) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: markOf(service) }));
      return Item ? Number(Item.until) : null;
    },

    async markRolledUp(service, until) {
      await client.send(new PutCommand({ TableName, Item: { ...markOf(service), until } }));
    },

    async markLate(service, { start, mark }) {
      const Item = { ...lateOf(service, start), start, mark, expiresAt: expiry(start, daysOfDetails) };
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
const ofHour = (service: string, kind: string, hour: number) => ({
  pk: partitionOf(service, kind, Math.floor(hour / perPartition.day)),
  sk: sortable(hour),
  expiresAt: expiry(hour, daysOfDetails),
});
const markOf = (service: string) => ({ pk: `HISTORY#${service}`, sk: 'MARK' });
/** A partition of its own: who records measurements may not therefore change a history. */
const lateOf = (service: string, start: number) => ({ pk: `LATE#${service}`, sk: sortable(start) });
const expiry = (at: number, days: number) => Math.floor((at + days * lengths.day) / 1_000);

function numbersBetween(from: number, to: number, length: number): readonly number[] {
  const first = Math.floor(from / length);
  const numbers = from < to ? Math.ceil(to / length) - first : 0;
  return Array.from({ length: numbers }, (_, i) => first + i);
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
  const numbersOf = numbers as Omit<Parameters<typeof summarize>[0][number], 'sketch'>;
  return {
    ...(window as Pick<Window, 'service' | 'endpoint' | 'version' | 'start'>),
    ...summarize([{ ...numbersOf, sketch: decodeSketch(sketch as Uint8Array) }]),
  };
}
