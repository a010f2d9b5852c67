import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { toUnavailable } from '#adapters/aws/as-unavailable.ts';
import { second } from '#core/time.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';

/** Region, credentials and endpoint come from the `AWS_*` variables that every SDK client reads. */
export const dynamoClient = (): DynamoDBClient =>
  new DynamoDBClient(limits({ connect: second, respond: 5 * second }));

const records = { what: 'the records', code: 'store/unavailable' };

/** After the SDK's own retries, errors that waiting may fix become Unavailable `store/unavailable`. */
export function documentClient(client = dynamoClient()): DynamoDBDocumentClient {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        throw toUnavailable(error, records);
      }
    },
    { step: 'initialize', priority: 'high', name: 'tellUnavailable', override: true },
  );
  // The document client shares the middleware of its client.
  keepingBudget(client);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
