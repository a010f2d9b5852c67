import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MetricPart } from '#core/performance/metric-part.ts';
import type { EndpointProfile } from '#core/performance/metrics-batch.ts';
import type { MetricsStore } from '#core/performance/ports.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch-encoding.ts';
import { queryAll } from './query-all.ts';
import { sortable, type Table } from './table.ts';
import { writeItems } from './write-items.ts';

const hour = 3_600_000;
const daysKept = 15;

export function dynamoMetrics(table: Table): MetricsStore {
  const { client, name: TableName } = table;
  return {
    async saveParts(parts) {
      await writeItems(table, parts.map(itemOf));
    },

    async partsBetween(service, from, to) {
      const hours = [];
      for (let at = Math.floor(from / hour) * hour; at < to; at += hour) hours.push(at);
      // The sort key goes on after the window's start, so that `to` itself stays outside.
      const range = [sortable(Math.max(from, 0)), sortable(to)] as const;
      const items = await Promise.all(hours.map((at) => queryAll(table, partitionOf(service, at), range)));
      return items.flat().map(partOf);
    },

    async saveProfile(service, version, profile, at) {
      const item = { pk: profilesOf(service), profile, version, at };
      await writeItems(table, [
        { ...item, sk: `LATEST#${profile.endpoint}` },
        { ...item, sk: `VERSION#${profile.endpoint}#${version}` },
      ]);
    },

    async profileOf(service, endpoint, version) {
      const sk = version === undefined ? `LATEST#${endpoint}` : `VERSION#${endpoint}#${version}`;
      const { Item } = await client.send(new GetCommand({ TableName, Key: { pk: profilesOf(service), sk } }));
      return (Item?.profile as EndpointProfile | undefined) ?? null;
    },

    async wantProfile(service, until, seconds) {
      await client.send(new PutCommand({ TableName, Item: { ...wishOf(service), until, seconds } }));
    },

    async wantedProfile(service, now) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: wishOf(service) }));
      return Item && Item.until > now ? { seconds: Number(Item.seconds) } : null;
    },

    async collectedUntil(service) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: marksOf(service) }));
      return (Item?.until as Record<string, number> | undefined) ?? {};
    },

    async markCollected(service, until) {
      await client.send(new PutCommand({ TableName, Item: { ...marksOf(service), until } }));
    },
  };
}

const profilesOf = (service: string) => `PROFILE#${service}`;
const wishOf = (service: string) => ({ pk: profilesOf(service), sk: 'WANTED' });
/** A partition of its own: who collects may not therefore change what is wished for, or the service. */
const marksOf = (service: string) => ({ pk: `COLLECTED#${service}`, sk: 'MARKS' });

/** One partition an hour, so that no partition of a busy service grows without bound. */
const partitionOf = (service: string, at: number) => `METRICS#${service}#${Math.floor(at / hour)}`;

function itemOf({ sketch, ...part }: MetricPart): Record<string, unknown> {
  return {
    pk: partitionOf(part.service, part.windowStart),
    sk: `${sortable(part.windowStart)}#${part.endpoint}#${part.version}#${part.batch}`,
    expiresAt: Math.floor(part.windowStart / 1_000) + daysKept * 86_400,
    part,
    sketch: encodeSketch(sketch),
  };
}

function partOf(item: Record<string, unknown>): MetricPart {
  return { ...(item.part as Omit<MetricPart, 'sketch'>), sketch: decodeSketch(item.sketch as Uint8Array) };
}
