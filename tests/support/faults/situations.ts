import type { CheckResult } from '#core/improvements/rollout/check-decision.ts';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { hour, minute } from '#core/time.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { feedbackStore } from '#functions/composition/feedback-store.ts';
import { stores } from '#functions/composition/stores.ts';
import { handler as analyze } from '#functions/schedule/analyze.ts';
import { handler as reconcile } from '#functions/schedule/reconcile.ts';
import { handler as refit } from '#functions/schedule/refit.ts';
import { handler as selfTest } from '#functions/schedule/self-test.ts';
import { handler as updateProfiles } from '#functions/stream/update-profiles.ts';
import type { FunctionEntry } from '#lib/access/function-access.ts';
import { tasks } from '#local/stepfunctions/tasks.ts';
import { examples, metricsBatch, traceMessage } from '../../e2e/api/requests.ts';
import { anImprovement } from '../improvement.ts';
import { hottest } from '../scenarios/slow-shop.ts';
import type { World } from './world.ts';

/** Prepares one piece of work of a function, and returns it: what can be repeated after a fault. */
export type Situation = (world: World) => Promise<() => Promise<unknown>>;
type Situations = Readonly<Record<string, Situation>>;

/** What each function is given to do. A function without a situation does not compile. */
export const situations: Readonly<Record<FunctionEntry, Situations>> = {
  ...routeSituations(),
  'tasks/begin-generating': {
    'the first attempt': step('BeginGenerating', []),
    'a branch that has moved': async (world) => {
      const id = await world.add(opportunity);
      world.jobs().follow(id, 'shop', { release: () => ({ movedTo: 'd'.repeat(40) }) });
      await advance(world, id, [...toTheRelease(), 'StartRollout']);
      return () => run('BeginGenerating', id);
    },
  },
  'tasks/begin-base-check': { 'an unknown base': step('BeginBaseCheck', ['BeginGenerating']) },
  'tasks/generate': { 'a rule applies': step('Generate', ['BeginGenerating', 'BeginBaseCheck']) },
  'tasks/begin-testing': { 'a candidate': step('BeginTesting', toTheCandidate()) },
  'tasks/assess': {
    'a proven candidate': step('Assess', [...toTheCandidate(), 'BeginTesting']),
    'one that must be approved': async (world) => {
      const id = await world.add({ ...opportunity, goal: 'tested' });
      await advance(world, id, [...toTheCandidate(), 'BeginTesting']);
      return () => run('Assess', id);
    },
  },
  'tasks/begin-deploying': { 'a tested candidate': step('BeginDeploying', toTheVerdict()) },
  'tasks/start-rollout': { 'a merged candidate': step('StartRollout', toTheRelease()) },
  'tasks/watch': {
    'enough mirrored requests': async (world) =>
      decisionOf(await step('Watch', [...toTheRelease(), 'StartRollout'])(world)),
    'enough evidence for the next step': async (world) => {
      const id = await watching(world);
      await measureStep(world);
      return decisionOf(() => run('Watch', id));
    },
    'enough evidence at the last step': async (world) => {
      const id = await watching(world);
      await takeSteps(world, id, 1);
      await measureStep(world);
      return () => run('Watch', id);
    },
    'no evidence in time': async (world) => {
      const id = await watching(world);
      world.advance(minute);
      return () => run('Watch', id);
    },
  },
  'tasks/complete-rollout': {
    'a safe version': async (world) => {
      const id = await watching(world);
      await takeSteps(world, id, 2);
      return () => run('CompleteRollout', id);
    },
  },
  'tasks/begin-rollback': {
    'a canary': async (world) => {
      const id = await watching(world);
      return () => run('BeginRollback', id, why);
    },
    'a promoted version': async (world) => {
      const id = await promoted(world);
      return () => run('BeginRollback', id, why);
    },
  },
  'tasks/finish-rollback': {
    'a canary': async (world) => {
      const id = await watching(world);
      await world.build(await run('BeginRollback', id, why));
      return () => run('FinishRollback', id);
    },
    'a promoted version': async (world) => {
      const id = await promoted(world);
      await world.build(await run('BeginRollback', id, why));
      return () => run('FinishRollback', id);
    },
  },
  'tasks/fail': {
    'nothing merged': async (world) => {
      const id = await world.add(opportunity);
      await advance(world, id, ['BeginGenerating']);
      return () => run('Fail', id, { error: { Error: 'States.Timeout' } });
    },
    'a merged candidate': async (world) => {
      const id = await world.add(opportunity);
      await advance(world, id, toTheRelease());
      return () => run('Fail', id, { error: { Error: 'States.Timeout' } });
    },
  },
  'schedule/analyze': {
    'a slow endpoint': async () => {
      await measureSlowEndpoint();
      return async () => void (await analyze({ service: 'shop' }));
    },
    'a slow endpoint with a profile': async () => {
      await measureSlowEndpoint();
      const profile = { endpoint: 'GET /slow', samples: 9, functions: [...hottest] };
      await stores().metrics.saveProfile('shop', 'slow', profile, Date.now());
      return async () => void (await analyze({ service: 'shop' }));
    },
  },
  'schedule/refit': {
    'new feedback': async (world) => {
      const batch = await feedbackOn(world);
      await updateProfiles(batch);
      world.advance(minute);
      return async () => void (await refit({}));
    },
  },
  'schedule/self-test': {
    'a day': async () => async () => void (await selfTest({})),
  },
  'schedule/reconcile': {
    'a test whose execution was lost': async (world) => {
      const id = await world.add(opportunity);
      await advance(world, id, [...toTheCandidate(), 'BeginTesting']);
      return async () => void (await reconcile({ service: 'shop', atOnce: true }));
    },
    'a canary whose execution was lost': async (world) => {
      await watching(world);
      return async () => void (await reconcile({ service: 'shop', atOnce: true }));
    },
  },
  'stream/update-profiles': {
    'feedback on an experiment': async (world) => {
      await world.call('start-experiment');
      const batch = await feedbackOn(world, { taskType: 'summary', experiment: 'mini:gpt-4o' });
      return async () => void (await updateProfiles(batch));
    },
  },
  'alarms/roll-back': {
    'a canary that fails': async (world) => {
      await watching(world);
      world.advance(1_000);
      const detail = { alarmName: canaryAlarmOf('shop'), state: { value: 'ALARM', reason: 'it fails' } };
      const time = new Date().toISOString();
      return async () => void (await rollBackOnAlarm({ time, detail }));
    },
  },
};

function routeSituations(): Readonly<Record<Extract<FunctionEntry, `api/${string}`>, Situations>> {
  const of =
    (name: RouteName): Situation =>
    async (world) => {
      const { improvement } = examples[name];
      const id = improvement && (await world.add(anImprovement({ createdAt: Date.now(), ...improvement })));
      if (name === 'get-experiment' || name === 'stop-experiment') await world.call('start-experiment');
      const body = recent[name]?.();
      return () => world.call(name, id, body && { body });
    };
  const entries = (Object.keys(routes) as RouteName[]).map((name) => [
    `api/${name}`,
    { 'its example': of(name) },
  ]);
  return Object.fromEntries(entries);
}

/** What must not be older than a few minutes. */
const recent: Partial<Record<RouteName, () => object>> = {
  'record-metrics': () => metricsBatch(3),
  'record-telemetry': () => traceMessage({}),
};

const opportunity = anImprovement({ finding: { ...anImprovement().finding, hottest } });
const why = { actor: 'user:operator', reason: 'it is slow' };

type Step = keyof typeof tasks;
const jobSteps: readonly Step[] = [
  'BeginGenerating',
  'BeginBaseCheck',
  'BeginTesting',
  'BeginDeploying',
  'BeginRollback',
];

function toTheCandidate(): readonly Step[] {
  return ['BeginGenerating', 'BeginBaseCheck', 'Generate'];
}
function toTheVerdict(): readonly Step[] {
  return [...toTheCandidate(), 'BeginTesting', 'Assess'];
}
function toTheRelease(): readonly Step[] {
  return [...toTheVerdict(), 'BeginDeploying'];
}

/** A step of an improvement after the steps before it. */
function step(name: Step, before: readonly Step[]): Situation {
  return async (world) => {
    const id = await world.add(opportunity);
    await advance(world, id, before);
    return () => run(name, id);
  };
}

async function advance(world: World, id: string, steps: readonly Step[]): Promise<void> {
  for (const name of steps) {
    const result = await run(name, id);
    if (jobSteps.includes(name)) await world.build(result);
  }
}

async function run(name: Step, improvementId: string, more: object = {}): Promise<unknown> {
  const task = tasks[name];
  if (!task) throw new Error(`there is no task ${name}`);
  return task({ improvementId, execution: 'faults', ...more });
}

/** An improvement whose version has a share of the requests. */
async function watching(world: World): Promise<string> {
  // What the canary is compared with.
  await world.measure();
  const id = await world.add(opportunity);
  await advance(world, id, [...toTheRelease(), 'StartRollout', 'Watch']);
  return id;
}

async function promoted(world: World): Promise<string> {
  const id = await watching(world);
  await takeSteps(world, id, 2);
  await advance(world, id, ['CompleteRollout']);
  world.advance(hour);
  return id;
}

/** Measures until a step of the rollout is proven. */
async function measureStep(world: World): Promise<void> {
  for (let second = 0; second < 3; second += 1) {
    world.advance(1_000);
    await world.measure();
  }
  world.advance(1_000);
}

async function takeSteps(world: World, id: string, steps: number): Promise<void> {
  for (let taken = 0; taken < steps; taken += 1) {
    await measureStep(world);
    await run('Watch', id);
  }
}

/** Without the reason of a check that holds: a repeated one sees, and tells, how far the next step is. */
const decisionOf =
  (check: () => Promise<unknown>): (() => Promise<unknown>) =>
  async () => ({ decision: ((await check()) as CheckResult).decision });

async function measureSlowEndpoint(): Promise<void> {
  const { measurements, ...batch } = metricsBatch(60, { version: 'slow' });
  const slow = measurements.map((one) => ({ ...one, endpoint: 'GET /slow', duration: 900 }));
  await stores().metrics.saveParts(partsOf({ ...batch, measurements: slow, profiles: [] }, 1));
}

/** Ten pieces of feedback of one user, as the table's stream delivers them. */
async function feedbackOn(world: World, fields: object = {}): Promise<object> {
  for (let i = 0; i < 10; i += 1) {
    const said = { ...(examples['submit-feedback'].body as { model: string; taskType: string }), ...fields };
    await feedbackStore().record(
      world.user(),
      {
        ...said,
        messageId: `m${i}`,
        kind: i % 3 === 0 ? 'thumbs-down' : 'thumbs-up',
        timeZone: 'UTC',
      } as never,
      Date.now(),
    );
  }
  return { Records: await world.changes() };
}
