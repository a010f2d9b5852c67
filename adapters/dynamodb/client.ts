import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';

/**
 * Region, credentials and endpoint come from the `AWS_*` variables that every SDK client reads. Once the SDK's own
 * retries are used up, what waiting may mend is told as Unavailable `store/unavailable`.
 */
export function documentClient(client = new DynamoDBClient({})): DynamoDBDocumentClient {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        if (!mayPass(error)) throw error;
        throw new Unavailable('the records cannot be reached or written at the moment; try again.', {
          code: 'store/unavailable',
          cause: error,
        });
      }
    },
    { step: 'initialize', priority: 'high', name: 'tellUnavailable', override: true },
  );
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

const throttled = ['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'];

/** No answer, a fault of the server, or too many requests; anything else the request itself is to blame for. */
function mayPass(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException)
    return error.$fault === 'server' || throttled.includes(error.name);
  return error instanceof Error && ('code' in error || error.name === 'TimeoutError');
}
