import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The learning table and a client to access it. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/**
 * The table's keys. Every record has `pk` and `sk`. `gsi1` lists improvements newest first and events by day; `gsi2`
 * lists improvements by service and status. The stream notifies the learner of feedback.
 */
export const tableDefinition = {
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
    IndexName,
    KeySchema: [
      { AttributeName: `${IndexName}pk`, KeyType: 'HASH' as const },
      { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  })),
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** A non-negative number below 10^15, such as milliseconds or a sequence, as text that sorts in numeric order. */
export const sortable = (value: number): string => String(Math.round(value)).padStart(15, '0');

/** The UTC day of a time in milliseconds since 1970: `2026-11-25`. */
export const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
