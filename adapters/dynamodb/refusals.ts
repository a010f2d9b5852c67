import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RefusedMeasurements } from '#core/performance/ports.ts';
import { expiryOf } from '#core/retention.ts';
import type { Table } from './table.ts';

/** Sorts after all parts, which begin with digits. */
export const refusedKey = 'REFUSED#';

/** Adds to one item of the hour for each kind of reason. @param pk the partition of the service's hour. */
export async function addRefusals(
  { client, name: TableName }: Table,
  pk: string,
  { at, reasons }: RefusedMeasurements,
): Promise<void> {
  const kinds = Map.groupBy(reasons, ([reason]) => kindOf(reason));
  await Promise.all(
    [...kinds].map(([kind, all]) =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: { pk, sk: `${refusedKey}${kind}` },
          UpdateExpression: 'SET reason = :reason, expiresAt = :expiresAt ADD #count :count',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: {
            ':reason': all.at(-1)?.[0],
            ':expiresAt': expiryOf('windowParts', at),
            ':count': all.reduce((sum, [, count]) => sum + count, 0),
          },
        }),
      ),
    ),
  );
}

/** The number of each reason in these items; of reasons that differ in what they quote, the latest stands for all. */
export function refusalsIn(items: readonly Record<string, unknown>[]): ReadonlyMap<string, number> {
  const kinds = Map.groupBy(items, ({ sk }) => sk);
  return new Map(
    [...kinds.values()].map((all) => [
      String(all.at(-1)?.reason),
      all.reduce((sum, { count }) => sum + Number(count), 0),
    ]),
  );
}

/** What reasons quote is without limit, so each quotes what its sender wrote; their kinds are few. */
const kindOf = (reason: string): string =>
  createHash('sha256')
    .update(reason.replace(/"(?:[^"\\]|\\.)*"|\d+/g, ''))
    .digest('base64url')
    .slice(0, 22);
