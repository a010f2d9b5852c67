import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import type { ApiHandler } from '#functions/api/middleware/endpoint.ts';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { apiEvent } from '../tests/bundles/api-event.ts';
import { examples } from '../tests/e2e/api/requests.ts';
import { anImprovement, proposed } from '../tests/support/improvement.ts';
import { aService } from '../tests/support/service.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { type ConsumedUnits, type Meter, startMeter } from './capacity/meter.ts';
import { minimumUnits, unitCostsOf } from './capacity/minimum-units.ts';

const TableName = 'bench';
/** Routes on the hot path. */
const hotPath: readonly RouteName[] = ['submit-feedback', 'recommend-model', 'record-metrics'];
const maxOnHotPath = 1.1;

interface RouteUnits {
  readonly name: RouteName;
  readonly used: ConsumedUnits;
  readonly minimum: number;
}

/** Capacity units that each route consumes, as the engine reports them, compared with the possible minimum. */
export async function measure(): Promise<BenchmarkTable> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-bench-'));
  const database = await startDatabase(openDataFolder(folder), TableName);
  const meter = await startMeter(database.url);
  const workflow = await startStepFunctions({
    start: () => ({ result: Promise.resolve({}), abort: () => undefined }),
    onFailure: () => undefined,
  });
  setEnvironment(meter.url, workflow.url);
  try {
    const createImprovement = await fillTable(database.url);
    const measured: RouteUnits[] = [];
    for (const name of Object.keys(routes) as RouteName[])
      measured.push(await callRoute(name, createImprovement, meter));
    return tableOf(measured);
  } finally {
    await workflow.close();
    await meter.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type CreateImprovement = (fields: Parameters<typeof anImprovement>[0]) => Promise<string>;

/** Writes a service without metering, and returns a function that writes improvements without metering. */
async function fillTable(engine: string): Promise<CreateImprovement> {
  const client = new DynamoDBClient({ endpoint: engine });
  const table = { client: documentClient(client), name: TableName };
  await dynamoServices(table).save(aService());
  let count = 0;
  return async (fields) => {
    count += 1;
    const improvement = anImprovement({ id: `improvement-${count}`, createdAt: Date.now(), ...fields });
    await dynamoImprovements(table).create(improvement, proposed(improvement));
    return improvement.id;
  };
}

async function callRoute(
  name: RouteName,
  createImprovement: CreateImprovement,
  meter: Meter,
): Promise<RouteUnits> {
  const { improvement, id, query = '', body } = examples[name];
  const { role, status }: Route = routes[name];
  const event = apiEvent(name, {
    ...(improvement ? { id: await createImprovement(improvement) } : id === undefined ? {} : { id }),
    query: query.replace('?', ''),
    ...(body ? { body } : {}),
    roles: role === 'anyone' ? [] : [role],
  });
  const { handler } = (await import(`#functions/api/${name}.ts`)) as { handler: ApiHandler };
  meter.take();
  const response = await handler(event as Parameters<ApiHandler>[0]);
  if (response.statusCode !== status)
    throw new Error(`${name} responded with ${response.statusCode}: ${response.body}`);
  const used = meter.take();
  return { name, used, minimum: minimumUnits[name](unitCostsOf(used.bytes)) };
}

function tableOf(measured: readonly RouteUnits[]): BenchmarkTable {
  const rows = measured
    .map(({ name, used, minimum }) => {
      const ratio = minimum === used.units ? 1 : used.units / minimum;
      const scans = used.commands.includes('Scan');
      return {
        name,
        used,
        minimum,
        ratio,
        isOver: scans || (hotPath.includes(name) && ratio > maxOnHotPath),
      };
    })
    .sort((a, b) => b.ratio - a.ratio);
  return {
    title:
      'capacity units of each route, compared with the minimum that DynamoDB requires; limits: 1.1x on the hot path ' +
      '(marked *), and no scans',
    columns: ['route', 'ratio', 'used', 'minimum', 'commands', ''],
    rows: rows.map(({ name, used, minimum, ratio, isOver }) => [
      `${name}${hotPath.includes(name) ? ' *' : ''}`,
      `${ratio.toFixed(2)}x`,
      String(used.units),
      String(minimum),
      used.commands.join(', ') || 'none',
      isOver ? 'OVER THE LIMIT' : '',
    ]),
    isWithinLimits: rows.every(({ isOver }) => !isOver),
  };
}

function setEnvironment(database: string, workflow: string): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database,
    AWS_ENDPOINT_URL_SFN: workflow,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TABLE_NAME: TableName,
    STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement',
  });
}
