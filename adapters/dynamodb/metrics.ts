import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { MetricsStore } from '#core/performance/ports.ts';
import { eachRequestOnce } from '#core/performance/windows/each-request-once.ts';
import type { EndpointProfile } from '#core/performance/windows/metrics-batch.ts';
import { expiryOf } from '#core/retention.ts';
import { hour } from '#core/time.ts';
import { itemOfPart, partitionOf, partOfItem } from './part-item.ts';
import { queryAll } from './query-all.ts';
import { addRefusals, refusalsIn, refusedKey } from './refusals.ts';
import { sortable, type Table } from './table.ts';
import { writeItems } from './write-items.ts';

export function dynamoMetrics(table: Table): MetricsStore {
  const { client, name: TableName } = table;
  return {
    async saveParts(parts) {
      await writeItems(table, parts.map(itemOfPart));
    },

    async partsBetween(service, from, to) {
      // Sort keys continue after the window's start, so windows that start at `to` are excluded.
      const range = [sortable(Math.max(from, 0)), sortable(to)] as const;
      const items = hoursBetween(from, to).map((at) => queryAll(table, partitionOf(service, at), range));
      return eachRequestOnce((await Promise.all(items)).flat().map(partOfItem));
    },

    async saveDropped(service, { batch, at, count }) {
      const key = { pk: partitionOf(service, at), sk: `${droppedKey}${batch}` };
      await writeItems(table, [{ ...key, at, count, expiresAt: expiryOf('windowParts', at) }]);
    },

    async droppedBetween(service, from, to) {
      const range = [droppedKey, `${droppedKey}~`] as const;
      const items = hoursBetween(from, to).map((at) => queryAll(table, partitionOf(service, at), range));
      return (await Promise.all(items))
        .flat()
        .filter(({ at }) => Number(at) >= from && Number(at) < to)
        .reduce((sum, { count }) => sum + Number(count), 0);
    },

    async addRefused(service, refused) {
      await addRefusals(table, partitionOf(service, refused.at), refused);
    },

    async refusedBetween(service, from, to) {
      const range = [refusedKey, `${refusedKey}~`] as const;
      const items = hoursBetween(from, to).map((at) => queryAll(table, partitionOf(service, at), range));
      return refusalsIn((await Promise.all(items)).flat());
    },

    async saveProfile(service, version, profile, at) {
      const expiresAt = expiryOf('cpuProfiles', at);
      const item = { pk: profilesPartition(service), profile, version, at, expiresAt };
      await writeItems(table, [
        { ...item, sk: `LATEST#${profile.endpoint}` },
        { ...item, sk: `VERSION#${profile.endpoint}#${version}` },
      ]);
    },

    async profileOf(service, endpoint, version) {
      const sk = version === undefined ? `LATEST#${endpoint}` : `VERSION#${endpoint}#${version}`;
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { pk: profilesPartition(service), sk } }),
      );
      return (Item?.profile as EndpointProfile | undefined) ?? null;
    },

    async requestProfile(service, until, seconds) {
      await client.send(
        new PutCommand({ TableName, Item: { ...profileRequestKey(service), until, seconds } }),
      );
    },

    async requestedProfile(service, now) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: profileRequestKey(service) }));
      return Item && Item.until > now ? { seconds: Number(Item.seconds) } : null;
    },

    async collectedUntil(service) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: collectedKey(service) }));
      return (Item?.until as Record<string, number> | undefined) ?? {};
    },

    async markCollected(service, until) {
      await client.send(new PutCommand({ TableName, Item: { ...collectedKey(service), until } }));
    },
  };
}

const profilesPartition = (service: string) => `PROFILE#${service}`;
const profileRequestKey = (service: string) => ({ pk: profilesPartition(service), sk: 'WANTED' });
/** In its own partition, so that permission to collect is not permission to request profiles or change the service. */
const collectedKey = (service: string) => ({ pk: `COLLECTED#${service}`, sk: 'MARKS' });

/** Sorts after all parts, which begin with digits. */
const droppedKey = 'DROPPED#';

/** The starts of the hours that overlap the range. */
function hoursBetween(from: number, to: number): readonly number[] {
  const first = Math.floor(from / hour);
  return Array.from({ length: Math.max(0, Math.ceil(to / hour) - first) }, (_, i) => (first + i) * hour);
}
