import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { NotFound } from '#core/errors.ts';
import { Documents } from '#core/service/documents.ts';
import { Manifest, Policy } from '#core/service/manifest.ts';
import type { Service, ServiceStore } from '#core/service/service.ts';
import type { Table } from './table.ts';

export function dynamoServices({ client, name: TableName }: Table): ServiceStore {
  return {
    async load(name) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: recordKey(name) }));
      if (!Item)
        throw new NotFound(`there is no service ${name}; register it with its ironclaw.json.`, {
          code: 'service/unknown',
          data: { name },
        });
      return serviceFrom(Item.service as Service);
    },

    async save(service) {
      await client.send(new PutCommand({ TableName, Item: { ...recordKey(service.name), service } }));
    },

    async claimRollout(name, improvementId) {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: { ...rolloutKey(name), holder: improvementId },
            ConditionExpression: 'attribute_not_exists(pk) or holder = :holder',
            ExpressionAttributeValues: { ':holder': improvementId },
          }),
        );
        return improvementId;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = await client.send(
          new GetCommand({ TableName, Key: rolloutKey(name), ConsistentRead: true }),
        );
        return Item ? String(Item.holder) : this.claimRollout(name, improvementId);
      }
    },

    async releaseRollout(name, improvementId) {
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: rolloutKey(name),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': improvementId },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

/** What a manifest says of how a service is started, where it says nothing. */
const started = Manifest.pick({ directory: true, env: true, startSeconds: true }).parse({});

/** A service that was registered with an earlier version of ours lacks the settings that have come since. */
function serviceFrom(service: Service): Service {
  const { documents, policy } = service.manifest;
  return {
    ...service,
    manifest: {
      ...started,
      ...service.manifest,
      documents: { ...Documents.parse({}), ...documents },
      policy: { ...Policy.parse({}), ...policy },
    },
  };
}

const recordKey = (name: string) => ({ pk: `SERVICE#${name}`, sk: 'RECORD' });
/** In its own partition, so that permission to claim the traffic is not permission to change the service. */
const rolloutKey = (name: string) => ({ pk: `ROLLOUT#${name}`, sk: 'HOLDER' });
