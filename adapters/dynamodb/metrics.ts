import { BatchWriteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';
import type { MetricPart } from '#core/performance/metric-part.ts';
import type { EndpointProfile } from '#core/performance/metrics-batch.ts';
import type { MetricsStore } from '#core/performance/ports.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch-encoding.ts';
import { sortable, type Table } from './table.ts';

const hour = 3_600_000;
const daysKept = 15;
const itemsPerWrite = 25;
const mostTries = 6;

export function dynamoMetrics({ client, name: TableName }: Table): MetricsStore {
  async function write(items: readonly Record<string, unknown>[]): Promise<void> {
    let requests = items.map((Item) => ({ PutRequest: { Item } }));
    for (let tries = 0; requests.length > 0; tries += 1) {
      if (tries === mostTries)
        throw new Unavailable('the table is too busy to keep these measurements; send them again.', {
          code: 'metrics/throttled',
        });
      if (tries > 0) await new Promise((done) => setTimeout(done, 25 * 2 ** tries));
      const { UnprocessedItems } = await client.send(
        new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
      );
      requests = (UnprocessedItems?.[TableName] ?? []) as typeof requests;
    }
  }

  async function partsOfHour(service: string, at: number, from: number, to: number): Promise<MetricPart[]> {
    const parts: MetricPart[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk and sk between :from and :to',
          ExpressionAttributeValues: {
            ':pk': partitionOf(service, at),
            ':from': sortable(from),
            // The sort key goes on after the window's start, so that `to` itself stays outside.
            ':to': sortable(to),
          },
          ExclusiveStartKey,
        }),
      );
      parts.push(...(page.Items ?? []).map(partOf));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return parts;
  }

  return {
    async saveParts(parts) {
      for (let i = 0; i < parts.length; i += itemsPerWrite)
        await write(parts.slice(i, i + itemsPerWrite).map(itemOf));
    },

    async partsBetween(service, from, to) {
      const hours = [];
      for (let at = Math.floor(from / hour) * hour; at < to; at += hour) hours.push(at);
      const parts = await Promise.all(hours.map((at) => partsOfHour(service, at, Math.max(from, 0), to)));
      return parts.flat();
    },

    async saveProfile(service, version, profile, at) {
      const item = { pk: profilesOf(service), profile, version, at };
      await write([
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
