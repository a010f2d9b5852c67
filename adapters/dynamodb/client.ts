import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { toUnavailable } from '#adapters/aws/as-unavailable.ts';

const records = { what: 'the records', code: 'store/unavailable' };

/**
 * Region, credentials and endpoint come from the `AWS_*` variables that every SDK client reads. After the SDK's own
 * retries, errors that waiting may fix become Unavailable `store/unavailable`.
 */
export function documentClient(client = new DynamoDBClient({})): DynamoDBDocumentClient {
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
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
