import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { limits } from '#adapters/aws/limits.ts';
import { dynamoClient } from '#adapters/dynamodb/client.ts';
import { second } from '#core/time.ts';

export interface StreamReader {
  /** The next records in order; `null` if there are none yet. Returns the same batch until it is `done`. */
  read(): Promise<RecordBatch | null>;
  /** The sequence number of the last processed record; `null` if there is none. */
  processedUntil(): string | null;
  close(): void;
}

export interface RecordBatch {
  readonly records: readonly _Record[];
  /** Marks the records as processed, so that they are not read again. */
  markProcessed(): void;
}

interface StreamPosition {
  readonly shard: string;
  readonly sequence: string;
}

const batchSize = 200;

/**
 * Opens a table's stream at the position where an earlier reader stopped.
 * @param file stores the position.
 * @throws TypeError for a table without a stream.
 */
export async function openStreamReader(table: string, file: string): Promise<StreamReader> {
  const client = new DynamoDBStreamsClient(limits({ connect: second, respond: 5 * second }));
  const StreamArn = await streamOf(table);

  async function recordsOf(shard: string, sequence: string | undefined): Promise<readonly _Record[]> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn,
        ShardId: shard,
        ShardIteratorType: sequence === undefined ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: sequence,
      }),
    );
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: batchSize }));
    return Records;
  }

  /** The learner recognizes a repeated batch by its last record, so a pending batch must not grow. */
  let pending: RecordBatch | null = null;

  return {
    async read() {
      if (pending) return pending;
      const known = readPosition(file);
      const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
      for (const shard of shardsFrom(StreamDescription?.Shards ?? [], known)) {
        const records = await recordsOf(shard, shard === known?.shard ? known.sequence : undefined);
        const sequence = records.at(-1)?.dynamodb?.SequenceNumber;
        if (sequence === undefined) continue;
        pending = {
          records,
          markProcessed() {
            writePosition(file, { shard, sequence });
            pending = null;
          },
        };
        return pending;
      }
      return null;
    },
    processedUntil: () => readPosition(file)?.sequence ?? null,
    close: () => client.destroy(),
  };
}

async function streamOf(TableName: string): Promise<string> {
  const client = dynamoClient();
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  client.destroy();
  if (!Table?.LatestStreamArn) throw new TypeError(`the table ${TableName} has no stream`);
  return Table.LatestStreamArn;
}

/** The shard that was read last and those after it; all shards if it is gone or nothing has been read. */
function shardsFrom(shards: readonly Shard[], known: StreamPosition | null): readonly string[] {
  const names = shards.flatMap(({ ShardId }) => ShardId ?? []);
  return names.slice(Math.max(0, known ? names.indexOf(known.shard) : 0));
}

function readPosition(file: string): StreamPosition | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StreamPosition;
  } catch {
    // Without a position, the whole stream is read again. The learner recognizes processed records by their sequence.
    return null;
  }
}

function writePosition(file: string, position: StreamPosition): void {
  writeFileSync(`${file}.new`, JSON.stringify(position), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
