import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { mean } from '#core/numbers/mean.ts';
import { median } from '#core/numbers/median.ts';
import { handler } from '#functions/api/submit-feedback.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const time = { milliseconds: 8_000, minRounds: 5, maxRounds: 100 };
const callsPerRound = 20;
const TableName = 'bench';

/** Time to accept feedback, compared with the one write that every implementation needs. */
export async function measure(): Promise<BenchmarkRatio> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-bench-'));
  const database = await startDatabase(openDataFolder(folder), TableName);
  setEnvironment(database.url);
  const writeBare = bareWriter();
  try {
    await millisecondsOf(submitFeedback);
    await millisecondsOf(writeBare);
    const whole: number[] = [];
    const bare: number[] = [];
    const end = performance.now() + time.milliseconds;
    while (whole.length < time.maxRounds && (performance.now() < end || whole.length < time.minRounds)) {
      // The order alternates, so that neither always profits from the other's warm-up.
      const sides = [
        () => millisecondsOf(submitFeedback).then((ms) => whole.push(ms)),
        () => millisecondsOf(writeBare).then((ms) => bare.push(ms)),
      ];
      for (const side of whole.length % 2 === 0 ? sides : sides.reverse()) await side();
    }
    const ratios = whole.map((ms, i) => ms / (bare[i] ?? Number.NaN)).sort((a, b) => a - b);
    return {
      subject: 'POST /feedback, from handler call to response',
      baseline: 'one bare put of an item of the same size',
      ratio: median(ratios) ?? Number.NaN,
      spread: [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN],
      detail:
        `${mean(whole).toFixed(2)} ms for the handler, ${mean(bare).toFixed(2)} ms bare ` +
        `(means of ${ratios.length} rounds of ${callsPerRound}, embedded engine)`,
    };
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Mean time of one call, over a round of calls. */
async function millisecondsOf(call: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let i = 0; i < callsPerRound; i += 1) await call();
  return (performance.now() - begun) / callsPerRound;
}

let messages = 0;

/** Each call rates another message of the same user. */
async function submitFeedback(): Promise<void> {
  messages += 1;
  const { statusCode, body } = await handler(eventFor(`message-${messages}`));
  if (statusCode !== 201) throw new Error(`The handler responded with ${statusCode}: ${body}`);
}

function eventFor(messageId: string): APIGatewayProxyEventV2 {
  const claims = { sub: 'bench', roles: '[user]' };
  return {
    rawPath: '/api/v1/learning/feedback',
    headers: {},
    requestContext: { http: { method: 'POST' }, authorizer: { jwt: { claims } } },
    body: JSON.stringify({ messageId, kind: 'thumbs-up', model: 'gpt-4o', taskType: 'code' }),
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2;
}

function bareWriter(): () => Promise<void> {
  const client = documentClient();
  let writes = 0;
  return async () => {
    writes += 1;
    const at = Date.now();
    const feedback = { messageId: `message-${writes}`, kind: 'thumbs-up', model: 'gpt-4o', at, reward: 1 };
    await client.send(
      new PutCommand({ TableName, Item: { pk: 'BARE#USER', sk: `FEEDBACK#${writes}`, ...feedback } }),
    );
  };
}

/** Variables that the handler needs, and variables that every function must have even if this one does not use them. */
function setEnvironment(database: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TABLE_NAME: TableName,
    ARTIFACTS_URL: 'file:///nothing/',
    STATE_MACHINE_ARN: 'none',
    FLEET_URL: 'http://127.0.0.1:9',
    FLEET_TOKEN: 'none',
  });
}
