import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Improvement } from '#core/improvements/improvement.ts';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { stores, table } from '#functions/composition/stores.ts';
import { handler as analyze } from '#functions/schedule/analyze.ts';
import { handler as refit } from '#functions/schedule/refit.ts';
import { handler as learn } from '#functions/stream/update-profiles.ts';
import type { FunctionEntry } from '#lib/access/function-access.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { tasks } from '#local/stepfunctions/tasks.ts';
import { openStreamReader } from '#local/stream/stream-reader.ts';
import { startSystem } from '#local/system.ts';
import { examples, metricsBatch, thumbsUp, traceMessage } from '../../e2e/api/requests.ts';
import { apiClient } from '../api-client.ts';
import { startCloudWatch, type WireRequest } from '../cloudwatch/cloudwatch.ts';
import { anImprovement, proposed } from '../improvement.ts';
import { recordImprovement } from '../improvement-records.ts';
import { ScriptedFleet } from '../scenarios/scripted-fleet.ts';
import { ScriptedJobs } from '../scenarios/scripted-jobs.ts';
import { endpoint, hottest } from '../scenarios/slow-shop.ts';
import { aService } from '../service.ts';
import { keptFolder } from '../temporary-folder.ts';
import { until } from '../until.ts';
import { recordingDatabase } from './recording-database.ts';
import type { TableCall } from './table-calls.ts';

/** What each function asked of the table. */
export type TableUse = ReadonlyMap<FunctionEntry, readonly TableCall[]>;

/**
 * Has every function do its work once or more, one after the other, against a real engine that notes what is asked of
 * it: all routes, and an improvement on each way that its life can take.
 */
export async function exerciseAllFunctions(): Promise<TableUse> {
  const data = keptFolder('walk');
  const engine = await startDatabase(openDataFolder(data), 'unused');
  const database = await recordingDatabase(engine.url);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = database.url;
  // A model that nobody will find there: that it is asked at all is what counts.
  const model = { url: 'http://127.0.0.1:9/v1', name: 'nobody' };
  const options = { data: `${data}/system`, startsAgain: false, port: 0, model } as const;
  const system = await startSystem({ ...options, windowSeconds: 1, analysisSeconds: 60, profileSeconds: 1 });
  // Executions are walked by hand here: one that ran beside would mix its requests with ours.
  const idle = await startStepFunctions({
    start: () => ({ result: Promise.resolve(), abort: () => undefined }),
    onFailure: () => undefined,
  });
  process.env.AWS_ENDPOINT_URL_SFN = idle.url;
  const cloudWatch = await startCloudWatch(fiveOfEverything);
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH = cloudWatch.url;

  const uses = new Map<FunctionEntry, TableCall[]>();
  async function noting<Result>(entry: FunctionEntry, work: () => Promise<Result>): Promise<Result> {
    database.take();
    try {
      return await work();
    } finally {
      uses.set(entry, [...(uses.get(entry) ?? []), ...database.take()]);
    }
  }
  const walker = { noting, system, jobs: new ScriptedJobs(system.folder.artifacts) };
  try {
    await stores().services.save(impatient);
    system.fleets.set('shop', new ScriptedFleet());
    await callRoutes(walker);
    await learnAndRead(walker);
    await lookAndRaiseAlarm(walker);
    await liveThrough(walker);
    return uses;
  } finally {
    await cloudWatch.stop();
    await idle.close();
    await system.stop();
    await database.close();
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Every series has the value 5 in the first minute that is asked for. */
const fiveOfEverything = ({ MetricDataQueries, StartTime }: WireRequest) => ({
  MetricDataResults: MetricDataQueries.map(({ Id }) => ({
    Id,
    StatusCode: 'Complete',
    Timestamps: [StartTime],
    Values: [5],
  })),
});

/** A look at its rollout comes to a decision at once; CloudWatch measures one of its endpoints. */
const impatient = aService({
  manifest: {
    ...aService().manifest,
    metrics: [{ kind: 'recorder', endpoint: 'GET /measured-by-cloudwatch' }],
    rollout: { steps: [{ weight: 100, seconds: 0.001, requests: 1_000_000 }], alpha: 0.01, patience: 1 },
  },
});

interface Walker {
  readonly noting: <Result>(entry: FunctionEntry, work: () => Promise<Result>) => Promise<Result>;
  readonly system: Awaited<ReturnType<typeof startSystem>>;
  readonly jobs: ScriptedJobs;
}

/** Every route with its example: plainly, with a key, again with the key, and once in vain, which gives the key back. */
async function callRoutes({ noting, system }: Walker): Promise<void> {
  const roles = ['user', 'service', 'viewer', 'operator', 'approver'];
  const token = await system.tokens.issue({ sub: 'user-1', roles, service: 'shop' }, '1h');
  const call = apiClient(system.apiUrl);
  for (const [name, { method, path }] of Object.entries<Route>(routes) as [RouteName, Route][]) {
    const { improvement, id: made = '', query = '', body } = examples[name];
    const send = async (key?: string, id?: string) => {
      const address = `${path.replace(/\{\w+\}/, id ?? made)}${query}`;
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      await noting(`api/${name}`, () => call(method, address, { token, headers, ...(body ? { body } : {}) }));
    };
    // An improvement with another goal than the one asked for is changed, not only read.
    const fresh = async (goal: Improvement['goal']) =>
      improvement ? (await recordImprovement({ ...improvement, goal })).id : undefined;
    await send(undefined, await fresh('generated'));
    if (method !== 'POST') continue;
    const id = await fresh('applied');
    await send(`${name}-1`, id);
    await send(`${name}-1`, id);
    await send(`${name}-2`, 'no-such-improvement');
  }
  await noting('api/record-metrics', () =>
    call('POST', '/metrics', {
      token,
      body: metricsBatch(1, { profiles: [{ endpoint, samples: 9, functions: hottest }] }),
    }),
  );
  const late = Date.now() - 2 * 3_600_000;
  const measurements = metricsBatch(1).measurements.map((measurement) => ({ ...measurement, at: late }));
  await noting('api/record-metrics', () =>
    call('POST', '/metrics', { token, body: metricsBatch(1, { sequence: 1, measurements }) }),
  );
  const begun = { startTimeUnixNano: `${late}000000`, endTimeUnixNano: `${late + 9}000000` };
  await noting('api/record-telemetry', () =>
    call('POST', '/otlp/v1/traces', { token, body: traceMessage(begun) }),
  );
  await noting('api/list-events', () => call('GET', '/events', { token }));
  await failing(() =>
    noting('api/submit-feedback', () =>
      call('POST', '/feedback', {
        token,
        headers: { 'idempotency-key': 'late' },
        body: { ...examples['submit-feedback'].body, at: 1 },
      }),
    ),
  );
  await failing(() =>
    noting('api/record-metrics', () =>
      call('POST', '/metrics', {
        token,
        headers: { 'idempotency-key': 'foreign' },
        body: metricsBatch(1, { service: 'other' }),
      }),
    ),
  );
}

/** A population model is cached for one second, and batch statistics are readable for a refit after one. */
const populationKept = 1_100;

/** Learning what was said, from the table's own stream; a profile that cannot be read is learned again by everybody. */
async function learnAndRead({ noting, system }: Walker): Promise<void> {
  const token = await system.tokens.issue({ sub: 'fan', roles: ['user', 'operator'] }, '1h');
  const call = apiClient(system.apiUrl);
  const damage = () =>
    table().client.send(
      new UpdateCommand({
        TableName: table().name,
        Key: { pk: 'USER#fan', sk: 'PROFILE' },
        UpdateExpression: 'SET learned = :damaged, version = if_not_exists(version, :first)',
        ExpressionAttributeValues: { ':damaged': 'nonsense', ':first': 1 },
      }),
    );
  const rate = async () => {
    for (let i = 0; i < 40; i += 1) {
      const experiment = i % 2 === 0 ? 'walk-ends:a' : 'walk-ends:b';
      const kind = i % 2 === 0 ? 'thumbs-up' : 'thumbs-down';
      await call('POST', '/feedback', { token, body: { ...thumbsUp, kind, messageId: `m${i}`, experiment } });
    }
    const body = { ...thumbsUp, taskType: 'mail', messageId: 'mail', experiment: 'walk-goes-on:a' };
    await call('POST', '/feedback', { token, body });
  };
  const stream = await openStreamReader(table().name, join(system.folder.root, 'walk-position'));
  const learnAll = async () => {
    for (let batch = await stream.read(); batch; batch = await stream.read()) {
      const { records: Records, markProcessed: done } = batch;
      await noting('stream/update-profiles', () => learn({ Records }));
      done();
    }
  };
  for (const [id, taskType] of [
    ['walk-ends', 'code'],
    ['walk-goes-on', 'mail'],
  ] as const) {
    const begun = { token, headers: { 'idempotency-key': id }, body: { id, taskType, variants: ['a', 'b'] } };
    for (let time = 0; time < 2; time += 1)
      await noting('api/start-experiment', () => call('POST', '/experiments', begun));
  }
  await damage();
  await rate();
  await learnAll();
  stream.close();
  await damage();
  for (const name of ['get-preferences', 'recommend-model', 'export-preferences'] as const) {
    await pause(populationKept);
    await noting(`api/${name}`, () =>
      call('GET', `${routes[name].path}${examples[name].query ?? ''}`, { token }),
    );
  }
  const decide = async (name: 'override-preference' | 'override-for-user', body: object) => {
    await damage();
    await noting(`api/${name}`, () => call('POST', routes[name].path, { token, body }));
  };
  await decide('override-preference', { taskType: 'code', model: 'a' });
  await decide('override-for-user', { userId: 'fan', taskType: 'code', model: 'b' });
  await damage();
  await pause(populationKept);
  await noting('schedule/refit', () => refit({}));
  await noting('api/forget-user', () => call('DELETE', '/preferences', { token }));
}

async function lookAndRaiseAlarm({ noting, system }: Walker): Promise<void> {
  const { metrics } = stores();
  const version = 'slow';
  const { measurements, ...batch } = metricsBatch(60, { version });
  const slow = measurements.map((item) => ({ ...item, endpoint: 'GET /slow', duration: 900 }));
  await metrics.saveParts(partsOf({ ...batch, measurements: slow, profiles: [] }, 1));
  await noting('schedule/analyze', () => analyze({ service: 'shop' }));
  const profile = { endpoint: 'GET /slow', samples: 9, functions: [...hottest] };
  await metrics.saveProfile('shop', version, profile, Date.now());
  await noting('schedule/analyze', () => analyze({ service: 'shop' }));
  const call = apiClient(system.apiUrl);
  const token = await system.tokens.issue({ sub: 'user-1', roles: ['viewer'] }, '1h');
  for (const name of ['performance-report', 'list-opportunities'] as const)
    await noting(`api/${name}`, () =>
      call('GET', `${routes[name].path}${examples[name].query ?? ''}`, { token }),
    );
  await recordImprovement({ status: 'watching', rollout: rolloutSince(Date.now() - 60_000) });
  const detail = { alarmName: canaryAlarmOf('shop'), state: { value: 'ALARM', reason: 'it fails' } };
  await noting('alarms/roll-back', () => rollBackOnAlarm({ time: new Date().toISOString(), detail }));
}

const rolloutSince = (since: number): Improvement['rollout'] => ({
  comparison: 'concurrent',
  baseline: 'a'.repeat(40),
  version: 'b'.repeat(40),
  stages: [{ weight: 10, since, until: null }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
});

/** From the opportunity to the version that is kept; then one that is rolled back, and one that fails. */
async function liveThrough(walker: Walker): Promise<void> {
  const kept = await begin('shop-kept');
  await ship(walker, kept);
  await run(walker, 'complete-rollout', kept);
  await rollBack(walker, kept);
  await askModel(walker);
  const failed = await begin('shop-failed');
  await run(walker, 'begin-generating', failed);
  await run(walker, 'fail', failed, { error: { Error: 'States.Timeout' } });
}

/** No rule has anything to say of this function. */
async function askModel(walker: Walker): Promise<void> {
  const id = await begin('shop-for-the-model');
  const [{ name, file } = { name: '', file: '' }] = hottest;
  const files = [
    { path: file, text: `export function ${name}(prices: readonly number[]) {\n  return prices;\n}\n` },
  ];
  walker.jobs.follow(id, { scan: () => ({ commit: 'a'.repeat(40), files }) });
  await build(walker, await run(walker, 'begin-generating', id));
  await failing(() => run(walker, 'generate', id));
}

async function ship(walker: Walker, id: string): Promise<void> {
  await build(walker, await run(walker, 'begin-generating', id));
  await run(walker, 'generate', id);
  await build(walker, await run(walker, 'begin-testing', id));
  await run(walker, 'assess', id);
  await leaveClaimBehind();
  await build(walker, await run(walker, 'begin-deploying', id));
  await run(walker, 'start-rollout', id);
  await until('requests count as evidence', async () => {
    const { rollout } = await stores().improvements.load(id);
    return (rollout?.stages[0]?.since ?? Number.POSITIVE_INFINITY) < Date.now();
  });
  // Nothing was collected for long, so that hours that have ended are brought in.
  await stores().metrics.markCollected('shop', {});
  await run(walker, 'watch', id);
}

async function rollBack(walker: Walker, id: string): Promise<void> {
  const why = { actor: 'user:operator', reason: 'it is slow' };
  await leaveClaimBehind();
  await build(walker, await run(walker, 'begin-rollback', id, why));
  await run(walker, 'finish-rollback', id);
}

/** An improvement that ended and died before it gave the traffic back: its claim has to be taken over. */
async function leaveClaimBehind(): Promise<void> {
  const { id } = await recordImprovement({ status: 'rejected' });
  await stores().services.claimRollout('shop', id);
}

async function begin(id: string): Promise<string> {
  const improvement = anImprovement({ id, finding: { ...anImprovement().finding, hottest } });
  await stores().improvements.create(improvement, proposed(improvement));
  return id;
}

function run({ noting }: Walker, task: string, improvementId: string, more: object = {}): Promise<unknown> {
  const name = task.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return noting(`tasks/${task}` as FunctionEntry, async () => tasks[name]?.({ improvementId, ...more }));
}

const build = ({ jobs }: Walker, step: unknown): Promise<void> =>
  jobs.build((step as { folder: string }).folder);

/** The work is expected to end in vain: what it asks for on that way counts too. */
async function failing(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}
