import * as z from 'zod';

/** One call on the table as IAM sees it: the action, the index that it reads, and the partitions that it touches. */
export interface TableCall {
  readonly action: string;
  readonly index: string | null;
  readonly partitions: readonly string[];
}

const Text = z.object({ S: z.string() }).transform(({ S }) => S);
const Item = z.looseObject({ pk: Text });
const keyed = z.object({ Key: Item }).transform(({ Key }) => [Key.pk]);
const put = z.object({ Item }).transform((request) => [request.Item.pk]);
const Query = z
  .object({ IndexName: z.string().optional(), ExpressionAttributeValues: z.looseObject({ ':pk': Text }) })
  .transform(({ IndexName, ExpressionAttributeValues }) => ({
    index: IndexName ?? null,
    partitions: [ExpressionAttributeValues[':pk']],
  }));
const BatchGet = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(Item) })) });
const BatchWrite = z.object({
  RequestItems: z.record(z.string(), z.array(z.object({ PutRequest: z.object({ Item }) }))),
});
const Transaction = z.object({
  TransactItems: z.array(
    z.union([
      z.object({ Put: put }).transform(({ Put }) => ['PutItem', Put] as const),
      z.object({ Update: keyed }).transform(({ Update }) => ['UpdateItem', Update] as const),
      z.object({ Delete: keyed }).transform(({ Delete }) => ['DeleteItem', Delete] as const),
    ]),
  ),
});

/**
 * The calls that IAM checks for one request to DynamoDB. A transaction needs the permissions of its parts.
 * @throws Error for an operation that no function uses, such as a scan.
 */
export function tableCallsOf(operation: string, body: unknown): readonly TableCall[] {
  const one = (partitions: readonly string[]) => [{ action: operation, index: null, partitions }];
  switch (operation) {
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return one(keyed.parse(body));
    case 'PutItem':
      return one(put.parse(body));
    case 'Query':
      return [{ action: operation, ...Query.parse(body) }];
    case 'BatchGetItem':
      return one(
        Object.values(BatchGet.parse(body).RequestItems).flatMap(({ Keys }) => Keys.map(({ pk }) => pk)),
      );
    case 'BatchWriteItem':
      return one(
        Object.values(BatchWrite.parse(body).RequestItems).flatMap((requests) =>
          requests.map(({ PutRequest }) => PutRequest.Item.pk),
        ),
      );
    case 'TransactWriteItems':
      return Transaction.parse(body).TransactItems.map(([action, partitions]) => ({
        action,
        index: null,
        partitions,
      }));
    default:
      throw new Error(`no function should call the DynamoDB operation ${operation}`);
  }
}
