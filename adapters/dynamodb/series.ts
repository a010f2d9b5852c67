import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mostNewSeries, type SeriesStore } from '#core/performance/series/ports.ts';
import { expiryOf } from '#core/retention.ts';
import { advanceSeries } from './advance-series.ts';
import { readItems } from './read-items.ts';
import { pointOfItem, seriesKey } from './series-item.ts';
import { type Table, utcDay } from './table.ts';

export function dynamoSeries(table: Table): SeriesStore {
  return {
    async latestOf(service, series) {
      const keys = series.map((name) => seriesKey(service, name));
      const items = await readItems(table, keys, { ConsistentRead: true });
      return new Map(items.map(pointOfItem));
    },

    async admit(service, begun, now) {
      if (begun > mostNewSeries) return false;
      try {
        await table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: { pk: `SERIES#${service}`, sk: `BEGUN#${utcDay(now)}` },
            UpdateExpression: 'ADD begun :begun SET expiresAt = :expiresAt',
            ConditionExpression: 'attribute_not_exists(begun) or begun <= :room',
            ExpressionAttributeValues: {
              ':begun': begun,
              ':room': mostNewSeries - begun,
              ':expiresAt': expiryOf('series', now),
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    advance: (service, steps) => advanceSeries(table, service, steps),
  };
}
