import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { BatchWriteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { day } from '#core/time.ts';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { stores, table } from '#functions/composition/stores.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { openStops, type Stops } from '#local/stops.ts';
import { openStreamReader } from '#local/stream/stream-reader.ts';
import { startSystem } from '#local/system.ts';
import { examples } from '../../e2e/api/requests.ts';
import { startCloudWatch } from '../cloudwatch/cloudwatch.ts';
import { proposed } from '../improvement.ts';
import { startS3 } from '../s3-server.ts';
import { ScriptedFleet } from '../scenarios/scripted-fleet.ts';
import { ScriptedJobs } from '../scenarios/scripted-jobs.ts';
import { better, partsOfInterval } from '../scenarios/traffic.ts';
import { aService } from '../service.ts';
import { keptFolder } from '../temporary-folder.ts';
import { recordsOf, timeless, timelessText } from './end-state.ts';
import { type FaultRelays, openFaultRelays } from './fault-relay.ts';

/** The functions with everything that they call, each call through a relay that can fail it. */
export interface World {
  readonly relays: FaultRelays;
  readonly fleet: () => ScriptedFleet;
  /** The caller of the API in this run. */
  readonly user: () => string;
  /** Moves the clock, which stands still otherwise. @param ms in milliseconds. */
  readonly advance: (ms: number) => void;
  /** Empties every store, and begins a new run at a later time. */
  readonly begin: () => Promise<void>;
  /** Adds an improvement with its first event. @returns its id. */
  readonly add: (improvement: Improvement) => Promise<string>;
  /** Calls a route with its example; the same idempotency key each time. @throws Error for what a client tries again. */
  readonly call: (name: RouteName, id?: string, own?: { readonly body?: object }) => Promise<unknown>;
  /** Runs the job that a task prepared. */
  readonly build: (step: unknown) => Promise<void>;
  readonly jobs: () => ScriptedJobs;
  /** Requests of both versions, split by the current weight; the canary is the faster one. */
  readonly measure: () => Promise<void>;
  /** The table's changes in this run, as its stream delivers them. */
  readonly changes: () => Promise<readonly unknown[]>;
  /** Everything that was kept and done, without times. */
  readonly endState: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Each check of its rollout may decide. */
const impatient = aService({
  manifest: {
    ...aService().manifest,
    rollout: {
      ...aService().manifest.rollout,
      steps: [50, 100].map((weight) => ({ weight, seconds: 1, requests: 5 })),
      patience: 20,
    },
  },
});

/** Every cache and every claim has expired, and it is the same hour of the week, which is learned, too. */
const betweenRuns = 7 * day;

export async function openWorld(): Promise<World> {
  const stops = openStops();
  try {
    return await openAll(stops);
  } catch (error) {
    await stops.stop();
    throw error;
  }
}

async function openAll(stops: Stops): Promise<World> {
  const data = keptFolder('faults');
  stops.add(() => rm(data, { recursive: true, force: true }));
  // One retry: the first failure of a call is retried by the client, the second one reaches the function.
  process.env.AWS_MAX_ATTEMPTS = '2';
  const system = await startSystem({
    data: join(data, 'system'),
    startsAgain: false,
    port: 0,
    model: null,
    windowSeconds: 1,
    analysisSeconds: 60,
    profileSeconds: 1,
  });
  stops.add(system.stop);
  const relays = openFaultRelays();
  const s3 = await startS3();
  stops.add(s3.close);
  const cloudWatch = await startCloudWatch(() => ({ MetricDataResults: [] }));
  stops.add(cloudWatch.stop);
  let executions: object[] = [];
  let stepFunctions = await startIdle();
  stops.add(() => stepFunctions.close());
  const addresses = {
    AWS_ENDPOINT_URL_DYNAMODB: constantly(process.env.AWS_ENDPOINT_URL_DYNAMODB),
    FLEET_URL: constantly(process.env.FLEET_URL),
    AWS_ENDPOINT_URL_S3: () => s3.url,
    AWS_ENDPOINT_URL_CLOUDWATCH: () => cloudWatch.url,
    AWS_ENDPOINT_URL_SFN: () => stepFunctions.url,
  };
  for (const [name, target] of Object.entries(addresses)) {
    const relay = await relays.before(target);
    stops.add(relay.close);
    process.env[name] = relay.url;
  }
  process.env.ARTIFACTS_URL = 's3://bucket/';

  const artifacts = join(data, 'artifacts');
  let jobs = new ScriptedJobs(artifacts);
  let fleet = new ScriptedFleet();
  let runs = 0;
  let sequence = 0;
  vi.spyOn(Math, 'random').mockReturnValue(0.4);
  stops.add(() => vi.restoreAllMocks());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  stops.add(() => vi.useRealTimers());

  const stream = await openStreamReader(table().name, join(data, 'position'));
  stops.add(stream.close);
  async function readChanges(): Promise<readonly unknown[]> {
    const records: unknown[] = [];
    for (let batch = await stream.read(); batch; batch = await stream.read()) {
      records.push(...batch.records);
      batch.markProcessed();
    }
    return records;
  }

  function startIdle() {
    const start = (input: object) => {
      executions.push(input);
      return { result: new Promise(() => undefined), abort: () => undefined };
    };
    return startStepFunctions({ start, onFailure: () => undefined });
  }

  return {
    relays,
    jobs: () => jobs,
    fleet: () => fleet,
    user: () => `user-${runs}`,
    advance: (ms) => void vi.setSystemTime(Date.now() + ms),
    async begin() {
      runs += 1;
      sequence = 0;
      vi.setSystemTime(Date.now() + betweenRuns);
      await emptyTable();
      await readChanges();
      s3.objects.clear();
      await rm(artifacts, { recursive: true, force: true });
      await stepFunctions.close();
      stepFunctions = await startIdle();
      executions = [];
      fleet = new ScriptedFleet();
      jobs = new ScriptedJobs(artifacts);
      system.fleets.set('shop', fleet);
      await stores().services.save(impatient);
    },
    async add(improvement) {
      await stores().improvements.create(improvement, proposed(improvement));
      return improvement.id;
    },
    async call(name, id, own = {}) {
      const { method, path }: Route = routes[name];
      const { id: exampleId = '', query = '', body } = { ...examples[name], ...own };
      const roles = ['user', 'service', 'viewer', 'operator', 'approver'];
      const token = await system.tokens.issue({ sub: `user-${runs}`, roles, service: 'shop' }, '1h');
      const address = `${path.replace(/\{\w+\}/, id ?? exampleId)}${query}`;
      const response = await fetch(`${system.apiUrl}/api/v1/learning${address}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'the-same' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer = (await response.json()) as { readonly code?: string };
      const isWorthRepeating =
        response.status === 429 || response.status >= 500 || answer.code === 'idempotency/under-way';
      if (isWorthRepeating) throw new Error(`${name} responded with ${response.status}: ${answer.code}`);
      return timeless({ status: response.status, answer });
    },
    async build(step) {
      const { folder } = step as { readonly folder: string };
      const own = [...s3.objects].filter(([path]) => path.startsWith(`/bucket/${folder}/`));
      for (const [path, body] of own) {
        const file = join(artifacts, path.slice('/bucket/'.length));
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, body);
      }
      await jobs.build(folder);
      for (const entry of await readdir(join(artifacts, folder), { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (entry.isFile()) s3.objects.set(`/bucket/${relative(artifacts, file)}`, await readFile(file));
      }
    },
    async measure() {
      sequence += 1;
      await stores().metrics.saveParts(partsOfInterval('shop', fleet, sequence, better));
    },
    changes: readChanges,
    async endState() {
      const { baseline, canary, weight } = fleet;
      return {
        records: await recordsOf(table()),
        objects: Object.fromEntries(
          [...s3.objects].map(([path, body]) => [timelessText(path), timeless(textOf(body))]),
        ),
        executions: executions.map((input) => timeless(withoutReason(input))),
        fleet: { baseline, canary, weight },
      };
    },
    close: stops.stop,
  };
}

const constantly =
  <Value>(value: Value | undefined) =>
  (): Value => {
    if (value === undefined) throw new Error('the system has set no such address');
    return value;
  };

/** A piece of work that is continued says so. */
const withoutReason = (input: object): object => ({ ...input, reason: '' });

function textOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

async function emptyTable(): Promise<void> {
  const { client, name } = table();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name, Limit: 25 })) {
    if (Items.length === 0) continue;
    const deletions = Items.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [name]: deletions } }));
  }
}
