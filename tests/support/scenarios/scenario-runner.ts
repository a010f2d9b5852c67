import { rmSync } from 'node:fs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { stepFunctionsWorkflow } from '#adapters/stepfunctions/workflow.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { patchKey } from '#core/improvements/candidate/stored-patch.ts';
import { type Reconciled, reconcile } from '#core/improvements/executions/reconcile.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { WorkflowInput } from '#core/improvements/ports.ts';
import type { RolloutJudgment } from '#core/rollouts/judgment.ts';
import type { Rollout, RolloutStage } from '#core/rollouts/rollout.ts';
import { Manifest, type MirrorPlan, type RolloutStep } from '#core/service/manifest.ts';
import type { Service } from '#core/service/service.ts';
import { artifacts } from '#functions/composition/artifacts.ts';
import { stores } from '#functions/composition/stores.ts';
import { openInterpreter } from '#local/stepfunctions/interpreter.ts';
import { type StepFunctions, startStepFunctions } from '#local/stepfunctions/server.ts';
import { startSystem } from '#local/system.ts';
import { aCandidate, anImprovement, proposed } from '../improvement.ts';
import { readDefinition } from '../state-machine.ts';
import { keptFolder } from '../temporary-folder.ts';
import { ScriptedFleet } from './scripted-fleet.ts';
import { type Script, ScriptedJobs } from './scripted-jobs.ts';
import { baseline, endpoint, hottest, merge } from './slow-shop.ts';
import { type Behavior, simulateTraffic } from './traffic.ts';

/** Quick steps: a scenario takes seconds. */
export const quickSteps: readonly RolloutStep[] = [
  { weight: 50, seconds: 1, requests: 5 },
  { weight: 100, seconds: 1, requests: 5 },
];

/** Steps that outlast every scenario, checked every second. */
export const longSteps: readonly RolloutStep[] = [
  { weight: 10, seconds: 8, requests: 1_000_000 },
  { weight: 100, seconds: 8, requests: 1_000_000 },
];

interface ScenarioSetup {
  /** Fields of the improvement's record at the start. */
  readonly improvement?: Partial<Improvement>;
  readonly service?: Partial<Service>;
  readonly steps?: readonly RolloutStep[];
  readonly patience?: number;
  readonly mirror?: Partial<MirrorPlan>;
  readonly automaticAbove?: number;
  readonly script?: Partial<Script>;
  /** How the new version responds once it gets requests; if absent, nobody sends any. */
  readonly traffic?: Behavior;
  /** Shares the service of another scenario. */
  readonly beside?: Scenario;
}

/** One improvement of one service, with its outcome. */
export interface Scenario {
  readonly id: string;
  readonly service: string;
  readonly fleet: ScriptedFleet;
  /** Runs one execution to its end: `succeeded`, or why it failed. */
  run(input?: Partial<WorkflowInput>): Promise<string>;
  record(): Promise<Improvement>;
  /** Its events, oldest first. */
  chain(): Promise<readonly LearningEvent[]>;
  /** Their types, without `improvement.`. */
  events(): Promise<readonly string[]>;
  /** Its jobs, as `attempt/job`, in start order. */
  jobs(): readonly string[];
  /** The holder of the service's traffic after this improvement tries to claim it. */
  holderOfTraffic(): Promise<string>;
}

export interface ScenarioRunner {
  open(setup?: ScenarioSetup): Promise<Scenario>;
  /** Starts its execution as the analysis does, and does not wait for it. */
  begin(scenario: Scenario): Promise<void>;
  /** Loses every execution that was begun, as a process does that is killed, and continues those of a service. */
  restart(service: string): Promise<readonly Reconciled[]>;
  /** Resolves once no execution started by the API or an alarm is running. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

interface ScenarioRunnerOptions {
  /** Time limit of a job, because the definition's own limits exceed those of a test. */
  readonly jobSeconds?: number;
}

/**
 * The state machine on its real interpreter, handlers, database and artifacts, with scripted jobs, versions and
 * traffic. One per test file, because the functions keep their first environment.
 */
export async function startScenarios({ jobSeconds }: ScenarioRunnerOptions = {}): Promise<ScenarioRunner> {
  const data = keptFolder('scenarios');
  const system = await startSystem({
    data,
    startsAgain: false,
    port: 0,
    model: null,
    windowSeconds: 1,
    analysisSeconds: 60,
    profileSeconds: 1,
  });
  const jobs = new ScriptedJobs(system.folder.artifacts);
  const interpreter =
    jobSeconds === undefined ? openInterpreter(jobs) : openInterpreter(jobs, definitionWith(jobSeconds));
  const openStepFunctions = () =>
    startStepFunctions({ start: interpreter.start, onFailure: () => undefined });
  let stepFunctions: StepFunctions = await openStepFunctions();
  process.env.AWS_ENDPOINT_URL_SFN = stepFunctions.url;
  const { improvements, services, metrics, events } = stores();
  const stopTraffic: (() => Promise<void>)[] = [];
  let scenarios = 0;
  let executions = 0;
  const nextExecution = () => {
    executions += 1;
    return `test-${executions}`;
  };

  async function open(setup: ScenarioSetup = {}): Promise<Scenario> {
    scenarios += 1;
    const { beside } = setup;
    const service = beside?.service ?? `shop-${scenarios}`;
    const fleet = beside?.fleet ?? new ScriptedFleet();
    if (!beside) {
      await services.save(serviceOf(service, setup));
      system.fleets.set(service, fleet);
    }
    const improvement = improvementOf(service, `${service}-get-prices-${scenarios}`, setup);
    const { id } = improvement;
    await improvements.create(improvement, proposed(improvement));
    const { candidate } = improvement;
    if (candidate) await artifacts().write(patchKey(candidate.hash), 'a patch');
    jobs.follow(id, service, setup.script ?? {});
    if (setup.traffic) stopTraffic.push(await simulateTraffic(service, fleet, metrics, setup.traffic));

    const chain = async () => (await events.bySubject(`improvement:${id}`, { limit: 100 })).items;
    return {
      id,
      service,
      fleet,
      run: (input) =>
        interpreter.start({ ...inputFor(id), ...input }, nextExecution()).result.then(
          () => 'succeeded',
          (error: Error) => error.message.replace('Execution has failed with the following error: ', ''),
        ),
      record: () => improvements.load(id),
      chain,
      events: async () => (await chain()).map(({ type }) => type.replace('improvement.', '')),
      jobs: () => jobs.ranFor(id),
      holderOfTraffic: () => services.claimRollout(service, id),
    };
  }

  /** With a client of its own: the functions keep that of their first environment. */
  const workflow = () =>
    stepFunctionsWorkflow(
      process.env.STATE_MACHINE_ARN ?? '',
      new SFNClient({ endpoint: stepFunctions.url, maxAttempts: 1 }),
    );

  return {
    open,
    begin: ({ id }) => workflow().start(`automatic-1-${id}`, inputFor(id)),
    async restart(service) {
      await stepFunctions.close();
      stepFunctions = await openStepFunctions();
      return reconcile(
        { service, atOnce: true },
        { ...stores(), artifacts: artifacts(), workflow: workflow() },
      );
    },
    idle: () => stepFunctions.idle(),
    async stop() {
      for (const item of stopTraffic) await item();
      await stepFunctions.close();
      await system.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const inputFor = (improvementId: string): WorkflowInput => ({
  improvementId,
  from: 'generate',
  until: 'applied',
  actor: 'system:analysis',
  reason: 'the endpoint is slow',
});

function definitionWith(jobSeconds: number): string {
  const jobs = ['Scan', 'CheckBase', 'Verify', 'Release', 'Revert'];
  return JSON.stringify(readDefinition(), (key, value) =>
    jobs.includes(key) ? { ...value, TimeoutSeconds: jobSeconds } : value,
  );
}

function serviceOf(
  name: string,
  { service, steps = quickSteps, patience, mirror = {}, automaticAbove }: ScenarioSetup,
): Service {
  const manifest = Manifest.parse({
    name,
    language: 'typescript',
    commands: { test: 'npm test', start: 'npm start' },
    rollout: { steps, mirror, ...(patience === undefined ? {} : { patience }) },
    policy: automaticAbove === undefined ? {} : { automaticAbove },
  });
  return {
    name,
    manifest,
    repository: `/repositories/${name}`,
    dependencies: null,
    isolation: 'bubblewrap',
    acceptsModelCode: true,
    deployment: { kind: 'proxy' },
    alarms: [],
    ...service,
  };
}

function improvementOf(service: string, id: string, { improvement }: ScenarioSetup): Improvement {
  const { finding } = anImprovement();
  return anImprovement({
    id,
    service,
    endpoint,
    finding: { ...finding, service, endpoint, hottest },
    ...improvement,
  });
}

const rolloutAt = (stage: RolloutStage, judgment: RolloutJudgment | null): Rollout => ({
  baseline,
  version: merge,
  comparison: 'concurrent',
  mirror: null,
  stages: [stage],
  thresholds: { [endpoint]: { quartile: 75, tolerated: [110, 150, 160] } },
  judgment,
  badRequests: 0,
});

const released = {
  attempt: 1,
  runs: 1,
  candidate: aCandidate(),
  release: { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge },
} satisfies Partial<Improvement>;

/** The fields of an improvement whose version has had a share of the traffic for a minute. */
export function watched(since = Date.now() - 60_000): Partial<Improvement> {
  return { ...released, status: 'watching', rollout: rolloutAt({ weight: 50, since, until: null }, null) };
}

/** The fields of an improvement whose version was promoted a minute ago. */
export function applied(until = Date.now() - 60_000): Partial<Improvement> {
  const judgment = {
    verdict: 'safe',
    reason: 'no sign of a regression',
    logEvidence: -1,
    logThreshold: 4.6,
    isWorthWaiting: false,
  } as const;
  const stage = { weight: 100, since: until - 60_000, until };
  return { ...released, status: 'applied', verdict: 'safe', rollout: rolloutAt(stage, judgment) };
}
