import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { handler as submitFeedback } from '#functions/api/submit-feedback.ts';
import { handler as learn } from '#functions/stream/update-profiles.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { openStreamReader } from '#local/stream/stream-reader.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { type Meter, startMeter } from './capacity/meter.ts';

const TableName = 'bench';
const users = 400;
const tasks = Array.from({ length: 8 }, (_, i) => `task-${i}`);
const models = Array.from({ length: 6 }, (_, i) => `gpt-4.1-model-${i}`);
const batches = 30;
/** Ratings that the learner gets at once. */
const batchSize = 100;

const maxWritten = 2.2;
/** A learner process reads each profile once, and the population once a minute. */
const maxRead = users + 5;

/** Capacity units per rating in total, from the request to what all users share, at 8 tasks and 6 models. */
export async function measure(): Promise<BenchmarkTable> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-bench-'));
  const data = openDataFolder(folder);
  const database = await startDatabase(data, TableName);
  const meter = await startMeter(database.url);
  setEnvironment(meter.url, database.url);
  const reader = await openStreamReader(TableName, data.streamPosition);
  const rate = rater();
  const thirds: RatingUnits[] = [];
  try {
    meter.take();
    for (let third = 0; third < 3; third += 1) {
      const part = { recorded: 0, learned: 0, read: 0, profile: 0 };
      for (let i = 0; i < batches / 3; i += 1) await oneBatch(rate, reader, meter, part);
      thirds.push(part);
    }
  } finally {
    reader.close();
    await meter.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
  return tableOf(thirds);
}

interface RatingUnits {
  /** Units written by the API. */
  recorded: number;
  /** Units written by the learner. */
  learned: number;
  /** Units read by both. */
  read: number;
  /** Size of the largest profile in bytes. */
  profile: number;
}

async function oneBatch(
  rate: () => Promise<void>,
  reader: Awaited<ReturnType<typeof openStreamReader>>,
  meter: Meter,
  part: RatingUnits,
): Promise<void> {
  for (let i = 0; i < batchSize; i += 1) await rate();
  const recording = meter.take();
  part.recorded += recording.units - recording.read;
  for (let batch = await reader.read(); batch; batch = await reader.read()) {
    // The same filter as on AWS.
    const Records = batch.records.filter(({ dynamodb }) => dynamodb?.Keys?.sk?.S?.startsWith('FEEDBACK#'));
    if (Records.length > 0) await learn({ Records });
    batch.markProcessed();
  }
  const learning = meter.take();
  part.learned += learning.units - learning.read;
  part.read += recording.read + learning.read;
  part.profile = Math.max(part.profile, ...(learning.bytes.get('PROFILE') ?? []));
}

/** Simulates users who like one model per task more than the others, and mostly get it. */
function rater(): () => Promise<void> {
  const random = seededRandom(1);
  let ratings = 0;
  return async () => {
    ratings += 1;
    const user = Math.floor(random() * users);
    const task = Math.floor(random() * tasks.length);
    const best = (user + task) % models.length;
    const chosen = random() < 0.6 ? best : Math.floor(random() * models.length);
    const likes = random() < (chosen === best ? 0.8 : 0.5);
    const response = await submitFeedback({
      rawPath: '/api/v1/learning/feedback',
      headers: {},
      requestContext: {
        http: { method: 'POST' },
        authorizer: {
          jwt: {
            claims: { sub: `2f6c7a1e-0000-4000-8000-${String(user).padStart(12, '0')}`, roles: '[user]' },
          },
        },
      },
      body: JSON.stringify({
        messageId: `0198c7a1-0000-7000-8000-${String(ratings).padStart(12, '0')}`,
        kind: likes ? 'thumbs-up' : 'thumbs-down',
        model: models[chosen],
        taskType: tasks[task],
      }),
      isBase64Encoded: false,
    } as never);
    if (response.statusCode !== 201)
      throw new Error(`the handler responded with ${response.statusCode}: ${response.body}`);
  };
}

function tableOf(thirds: readonly RatingUnits[]): BenchmarkTable {
  const ratings = (batches / 3) * batchSize;
  const rows = thirds.map(({ recorded, learned, read, profile }, i) => {
    const written = (recorded + learned) / ratings;
    return {
      name: `${['first', 'second', 'last'][i]} ${ratings} ratings`,
      recorded,
      learned,
      read,
      profile,
      written,
    };
  });
  const isWithin = ({ written, read }: (typeof rows)[number]) => written <= maxWritten && read <= maxRead;
  return {
    title:
      `capacity units per rating, ${batchSize} ratings at once, ${users} users, 8 tasks and 6 models; limit: ` +
      `${maxWritten} units written`,
    columns: ['', 'written', 'by the API', 'by the learner', 'read', 'largest profile', ''],
    rows: rows.map((row) => [
      row.name,
      row.written.toFixed(3),
      (row.recorded / ratings).toFixed(3),
      (row.learned / ratings).toFixed(3),
      (row.read / ratings).toFixed(4),
      `${row.profile} bytes`,
      isWithin(row) ? '' : 'OVER THE LIMIT',
    ]),
    isWithinLimits: rows.every(isWithin),
  };
}

function setEnvironment(metered: string, streams: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: metered,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: streams,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TABLE_NAME: TableName,
  });
}
