import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Improvement } from '#core/improvements/improvement.ts';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { hour, minute } from '#core/time.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { stores, table } from '#functions/composition/stores.ts';
import { handler as analyze } from '#functions/schedule/analyze.ts';
import { handler as reconcile } from '#functions/schedule/reconcile.ts';
import { handler as refit } from '#functions/schedule/refit.ts';
import { handler as selfTest } from '#functions/schedule/self-test.ts';
import { handler as updateProfiles } from '#functions/stream/update-profiles.ts';
import type { FunctionEntry } from '#lib/access/function-access.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { tasks } from '#local/stepfunctions/tasks.ts';
import { openStops, type Stops } from '#local/stops.ts';
import { openStreamReader } from '#local/stream/stream-reader.ts';
import { startSystem } from '#local/system.ts';
import { cumulativeMessage, examples, metricsBatch, thumbsUp, traceMessage } from '../../e2e/api/requests.ts';
import { apiClient } from '../api-client.ts';
import { startCloudWatch, type WireRequest } from '../cloudwatch/cloudwatch.ts';
import { anImprovement, proposed } from '../improvement.ts';
import { recordImprovement } from '../improvement-records.ts';
import { startLambda } from '../lambda-server.ts';
import { ScriptedFleet } from '../scenarios/scripted-fleet.ts';
import { ScriptedJobs } from '../scenarios/scripted-jobs.ts';
import { endpoint, hottest } from '../scenarios/slow-shop.ts';
import { aService } from '../service.ts';
import { keptFolder } from '../temporary-folder.ts';
import { until } from '../until.ts';
import { recordingDatabase } from './recording-database.ts';
import type { TableCall } from './table-calls.ts';

/** The calls on the table by each function. */
export type TableUse = ReadonlyMap<FunctionEntry, readonly TableCall[]>;

/**
 * Runs every function at least once, one after the other, against a real database, and records the calls on the table. It
 * covers all routes, and improvements on every path that they can take.
 */
export async function exerciseAllFunctions(): Promise<TableUse> {
  const stops = openStops();
  try {
    return await exerciseAll(stops);
  } finally {
    await stops.stop();
  }
}

async function exerciseAll(stops: Stops): Promise<TableUse> {
  const data = keptFolder('exercise-functions');
  stops.add(() => rmSync(data, { recursive: true, force: true }));
  const engine = await startDatabase(openDataFolder(data), 'unused');
  stops.add(engine.stop);
  const database = await recordingDatabase(engine.url);
  stops.add(database.close);
  process.env.AWS_ENDPOINT_URL_DYNAMODB = database.url;
  // An unreachable model: only the calls on the table before it is asked matter.
  const model = { url: 'http://127.0.0.1:9/v1', name: 'nobody' };
  const options = { data: `${data}/system`, startsAgain: false, port: 0, model } as const;
  const system = await startSystem({ ...options, windowSeconds: 1, analysisSeconds: 60, profileSeconds: 1 });
  stops.add(system.stop);
  // The tasks are run by hand here: a concurrent execution would mix its calls with ours.
  const idle = await startStepFunctions({
    start: () => ({ result: Promise.resolve(), abort: () => undefined }),
    onFailure: () => undefined,
  });
  stops.add(idle.close);
  process.env.AWS_ENDPOINT_URL_SFN = idle.url;
  const cloudWatch = await startCloudWatch(constantMetrics);
  stops.add(cloudWatch.stop);
  process.env.AWS_ENDPOINT_URL_CLOUDWATCH = cloudWatch.url;
  const lambda = await startLambda();
  stops.add(lambda.close);
  process.env.AWS_ENDPOINT_URL_LAMBDA = lambda.url;

  const uses = new Map<FunctionEntry, TableCall[]>();
  async function recording<Result>(entry: FunctionEntry, work: () => Promise<Result>): Promise<Result> {
    database.take();
    try {
      return await work();
    } finally {
      uses.set(entry, [...(uses.get(entry) ?? []), ...database.take()]);
    }
  }
  const context = { recording, system, jobs: new ScriptedJobs(system.folder.artifacts) };
  await stores().services.save(impatient);
  system.fleets.set('shop', new ScriptedFleet());
  await callRoutes(context);
  await learnAndRead(context);
  await analyzeAndRaiseAlarm(context);
  for (const commit of [baseline, canary]) lambda.publish(commit);
  await raiseAlarmOfAlias(context);
  await reconcileLost(context);
  await runImprovements(context);
  return uses;
}

/** Every series has the value 5 in the first minute of the requested range. */
const constantMetrics = ({ MetricDataQueries, StartTime }: WireRequest) => ({
  MetricDataResults: MetricDataQueries.map(({ Id }) => ({
    Id,
    StatusCode: 'Complete',
    Timestamps: [StartTime],
    Values: [5],
  })),
});

/** The first check of its rollout decides at once; CloudWatch measures one of its endpoints. */
const impatient = aService({
  manifest: {
    ...aService().manifest,
    metrics: [{ kind: 'recorder', endpoint: 'GET /measured-by-cloudwatch' }],
    rollout: {
      ...aService().manifest.rollout,
      steps: [{ weight: 100, seconds: 0.001, requests: 1_000_000 }],
      patience: 1,
    },
  },
});

const baseline = 'a'.repeat(40);
const canary = 'b'.repeat(40);

interface ExerciseContext {
  readonly recording: <Result>(entry: FunctionEntry, work: () => Promise<Result>) => Promise<Result>;
  readonly system: Awaited<ReturnType<typeof startSystem>>;
  readonly jobs: ScriptedJobs;
}

/**
 * Calls every route with its example: without an idempotency key, with one, again with the same one, and with one for a
 * request that fails, which releases the key.
 */
async function callRoutes({ recording, system }: ExerciseContext): Promise<void> {
  const roles = ['user', 'service', 'viewer', 'operator', 'approver'];
  const token = await system.tokens.issue({ sub: 'user-1', roles, service: 'shop' }, '1h');
  const call = apiClient(system.apiUrl);
  for (const [name, { method, path }] of Object.entries<Route>(routes) as [RouteName, Route][]) {
    const { improvement, id: exampleId = '', query = '', body } = examples[name];
    const send = async (key?: string, id?: string) => {
      const address = `${path.replace(/\{\w+\}/, id ?? exampleId)}${query}`;
      const headers = key === undefined ? {} : { 'idempotency-key': key };
      await recording(`api/${name}`, () =>
        call(method, address, { token, headers, ...(body ? { body } : {}) }),
      );
    };
    // An improvement whose goal differs from the requested one is changed, not only read.
    const newImprovement = async (goal: Improvement['goal']) =>
      improvement ? (await recordImprovement({ ...improvement, goal })).id : undefined;
    await send(undefined, await newImprovement('generated'));
    if (method !== 'POST') continue;
    const id = await newImprovement('applied');
    await send(`${name}-1`, id);
    await send(`${name}-1`, id);
    await send(`${name}-2`, 'no-such-improvement');
  }
  await recording('api/record-metrics', () =>
    call('POST', '/metrics', {
      token,
      body: metricsBatch(1, { profiles: [{ endpoint, samples: 9, functions: hottest }] }),
    }),
  );
  // A profile that cannot be read is counted for the report.
  await recording('api/record-metrics', () =>
    call('POST', '/metrics', { token, body: metricsBatch(0, { sequence: 2, profiles: [{}] }) }),
  );
  const late = Date.now() - 2 * hour;
  const measurements = metricsBatch(1).measurements.map((measurement) => ({ ...measurement, at: late }));
  await recording('api/record-metrics', () =>
    call('POST', '/metrics', { token, body: metricsBatch(1, { sequence: 1, measurements }) }),
  );
  const timestamps = { startTimeUnixNano: `${late}000000`, endTimeUnixNano: `${late + 9}000000` };
  await recording('api/record-telemetry', () =>
    call('POST', '/otlp/v1/traces', { token, body: traceMessage(timestamps) }),
  );
  // A span that cannot be read is counted for the report.
  await recording('api/record-telemetry', () =>
    call('POST', '/otlp/v1/traces', { token, body: traceMessage({ endTimeUnixNano: '1' }) }),
  );
  await recording('api/record-telemetry', () =>
    call('POST', '/otlp/v1/metrics', { token, body: cumulativeMessage() }),
  );
  await recording('api/list-events', () => call('GET', '/events', { token }));
  await recording('api/verify-audit', () => call('GET', '/audit/verify', { token }));
  await ignoringErrors(() =>
    recording('api/submit-feedback', () =>
      call('POST', '/feedback', {
        token,
        headers: { 'idempotency-key': 'late' },
        body: { ...examples['submit-feedback'].body, at: '2099-01-01T00:00:00Z' },
      }),
    ),
  );
  await ignoringErrors(() =>
    recording('api/record-metrics', () =>
      call('POST', '/metrics', {
        token,
        headers: { 'idempotency-key': 'foreign' },
        body: metricsBatch(1, { service: 'other' }),
      }),
    ),
  );
}

/** Milliseconds until a cached population model expires (one second), and until a refit sees the latest batch statistics. */
const populationCacheTime = 1_100;

/** Updates profiles from the table's own stream; every function that reads profiles rebuilds a damaged one. */
async function learnAndRead({ recording, system }: ExerciseContext): Promise<void> {
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
      const experiment = i % 2 === 0 ? 'experiment-ends:a' : 'experiment-ends:b';
      const kind = i % 2 === 0 ? 'thumbs-up' : 'thumbs-down';
      await call('POST', '/feedback', { token, body: { ...thumbsUp, kind, messageId: `m${i}`, experiment } });
    }
    const body = { ...thumbsUp, taskType: 'mail', messageId: 'mail', experiment: 'experiment-goes-on:a' };
    await call('POST', '/feedback', { token, body });
  };
  const stream = await openStreamReader(table().name, join(system.folder.root, 'stream-position'));
  const learnAll = async () => {
    for (let batch = await stream.read(); batch; batch = await stream.read()) {
      const { records: Records, markProcessed } = batch;
      await recording('stream/update-profiles', () => updateProfiles({ Records }));
      markProcessed();
    }
  };
  for (const [id, taskType] of [
    ['experiment-ends', 'code'],
    ['experiment-goes-on', 'mail'],
  ] as const) {
    const start = { token, headers: { 'idempotency-key': id }, body: { id, taskType, variants: ['a', 'b'] } };
    for (let time = 0; time < 2; time += 1)
      await recording('api/start-experiment', () => call('POST', '/experiments', start));
    // Another one of that name is refused.
    const other = {
      ...start,
      headers: { 'idempotency-key': `${id}-other` },
      body: { ...start.body, share: 0.1 },
    };
    await recording('api/start-experiment', () => call('POST', '/experiments', other));
  }
  await damage();
  await rate();
  await pause(populationCacheTime);
  await learnAll();
  stream.close();
  await damage();
  for (const name of ['get-preferences', 'recommend-model', 'export-preferences'] as const) {
    await pause(populationCacheTime);
    await recording(`api/${name}`, () =>
      call('GET', `${routes[name].path}${examples[name].query ?? ''}`, { token }),
    );
  }
  const decide = async (name: 'override-preference' | 'override-for-user', body: object) => {
    await damage();
    await recording(`api/${name}`, () => call('POST', routes[name].path, { token, body }));
  };
  await recording('api/import-feedback', () =>
    call('POST', routes['import-feedback'].path, { token, body: examples['import-feedback'].body }),
  );
  await decide('override-preference', { taskType: 'code', model: 'a' });
  await decide('override-for-user', { userId: 'fan', taskType: 'code', model: 'b' });
  await damage();
  await pause(populationCacheTime);
  await recording('schedule/refit', () => refit({}));
  await recording('schedule/self-test', () => selfTest({}));
  await recording('api/forget-user', () => call('DELETE', '/preferences', { token }));
}

async function analyzeAndRaiseAlarm({ recording, system }: ExerciseContext): Promise<void> {
  const { metrics } = stores();
  const version = 'slow';
  const { measurements, ...batch } = metricsBatch(60, { version });
  const slow = measurements.map((item) => ({ ...item, endpoint: 'GET /slow', duration: 900 }));
  await metrics.saveParts(partsOf({ ...batch, measurements: slow, profiles: [] }, 1));
  await recording('schedule/analyze', () => analyze({ service: 'shop' }));
  const profile = { endpoint: 'GET /slow', samples: 9, functions: [...hottest] };
  await metrics.saveProfile('shop', version, profile, Date.now());
  await recording('schedule/analyze', () => analyze({ service: 'shop' }));
  const call = apiClient(system.apiUrl);
  const token = await system.tokens.issue({ sub: 'user-1', roles: ['viewer'] }, '1h');
  for (const name of ['performance-report', 'list-opportunities'] as const)
    await recording(`api/${name}`, () =>
      call('GET', `${routes[name].path}${examples[name].query ?? ''}`, { token }),
    );
  await recordImprovement({ status: 'watching', rollout: rolloutSince(Date.now() - minute) });
  const detail = { alarmName: canaryAlarmOf('shop'), state: { value: 'ALARM', reason: 'it fails' } };
  await recording('alarms/roll-back', () => rollBackOnAlarm({ time: new Date().toISOString(), detail }));
}

/** The canary alarm of an alias fires, but its canary is not the cause. */
async function raiseAlarmOfAlias({ recording }: ExerciseContext): Promise<void> {
  const service = 'stock';
  const deployment = { kind: 'lambda-alias', functionName: 'shop', alias: 'live' } as const;
  await stores().services.save({ ...impatient, name: service, deployment });
  const rollout = rolloutSince(Date.now() - 5 * minute);
  await recordImprovement({ service, status: 'watching', rollout });
  const detail = { alarmName: canaryAlarmOf(service), state: { value: 'ALARM', reason: 'it fails' } };
  await recording('alarms/roll-back', () => rollBackOnAlarm({ time: new Date().toISOString(), detail }));
}

/** One improvement is continued, and one has been continued often enough. */
async function reconcileLost({ recording }: ExerciseContext): Promise<void> {
  await recordImprovement({ status: 'generating' });
  await recordImprovement({ status: 'testing', resumes: 5 });
  await recording('schedule/reconcile', () => reconcile({ service: 'shop', atOnce: true }));
}

const rolloutSince = (since: number): Improvement['rollout'] => ({
  comparison: 'concurrent',
  mirror: null,
  baseline,
  version: canary,
  stages: [{ weight: 10, since, until: null }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
});

/** Runs improvements to every end: one is promoted and then rolled back, one asks the model, and one fails. */
async function runImprovements(context: ExerciseContext): Promise<void> {
  await moveBranch(context);
  const promoted = await createOpportunity('shop-promoted');
  await ship(context, promoted);
  await run(context, 'complete-rollout', promoted);
  await rollBack(context, promoted);
  await askModel(context);
  const failed = await createOpportunity('shop-failed');
  await run(context, 'begin-generating', failed);
  await run(context, 'fail', failed, { error: { Error: 'States.Timeout' } });
}

/** Generates for a function to which no rule applies, so that the model is asked. */
async function askModel(context: ExerciseContext): Promise<void> {
  const id = await createOpportunity('shop-for-the-model');
  const [{ name, file } = { name: '', file: '' }] = hottest;
  const files = [
    { path: file, text: `export function ${name}(prices: readonly number[]) {\n  return prices;\n}\n` },
  ];
  context.jobs.follow(id, 'shop', { scan: () => ({ commit: 'a'.repeat(40), files }) });
  await build(context, await run(context, 'begin-generating', id));
  await ignoringErrors(() => run(context, 'generate', id));
}

/** Tests a fix whose branch has moved by the time of its merge. */
async function moveBranch(context: ExerciseContext): Promise<void> {
  const id = await createOpportunity('shop-that-moves');
  context.jobs.follow(id, 'shop', { release: () => ({ movedTo: 'd'.repeat(40) }) });
  await build(context, await run(context, 'begin-generating', id));
  await run(context, 'generate', id);
  await build(context, await run(context, 'begin-testing', id));
  await run(context, 'assess', id);
  // The measurements tell what a pipeline has deployed.
  await stores().services.save({ ...impatient, deployment: { kind: 'pipeline' } });
  await build(context, await run(context, 'begin-deploying', id));
  await stores().services.save(impatient);
  await run(context, 'start-rollout', id);
  await run(context, 'begin-generating', id);
}

async function ship(context: ExerciseContext, id: string): Promise<void> {
  await build(context, await run(context, 'begin-generating', id));
  await build(context, await run(context, 'begin-base-check', id));
  await run(context, 'begin-base-check', id);
  await run(context, 'generate', id);
  await build(context, await run(context, 'begin-testing', id));
  await run(context, 'assess', id);
  await leaveStaleClaim();
  await build(context, await run(context, 'begin-deploying', id));
  await run(context, 'start-rollout', id);
  // The mirrored requests, which are enough at once.
  await run(context, 'watch', id);
  await until('requests count as evidence', async () => {
    const { rollout } = await stores().improvements.load(id);
    return (rollout?.stages[0]?.since ?? Number.POSITIVE_INFINITY) < Date.now();
  });
  // The last collection was long ago, so that hours that have ended are collected.
  await stores().metrics.markCollected('shop', {});
  await run(context, 'watch', id);
}

async function rollBack(context: ExerciseContext, id: string): Promise<void> {
  const why = { actor: 'user:operator', reason: 'it is slow' };
  await leaveStaleClaim();
  await build(context, await run(context, 'begin-rollback', id, why));
  await run(context, 'finish-rollback', id);
}

/** Leaves the rollout claim of an improvement that ended without releasing it, so that the next one must take it over. */
async function leaveStaleClaim(): Promise<void> {
  const { id } = await recordImprovement({ status: 'rejected' });
  await stores().services.claimRollout('shop', id);
}

async function createOpportunity(id: string): Promise<string> {
  const improvement = anImprovement({ id, finding: { ...anImprovement().finding, hottest } });
  await stores().improvements.create(improvement, proposed(improvement));
  return id;
}

function run(
  { recording }: ExerciseContext,
  task: string,
  improvementId: string,
  more: object = {},
): Promise<unknown> {
  const name = task.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
  return recording(`tasks/${task}` as FunctionEntry, async () =>
    tasks[name]?.({ improvementId, execution: 'exercise', ...more }),
  );
}

const build = ({ jobs }: ExerciseContext, step: unknown): Promise<void> =>
  jobs.build((step as { folder: string }).folder);

/** Runs work that may fail: its calls before the failure count too. */
async function ignoringErrors(work: () => Promise<unknown>): Promise<void> {
  await work().catch(() => undefined);
}
