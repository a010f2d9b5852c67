import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobFolder } from '#core/improvements/job-folder.ts';
import { entries } from '../support/bundles.ts';
import { aCandidate } from '../support/improvement.ts';
import { hottest, snapshot } from '../support/scenarios/slow-shop.ts';
import { type BundleRuntime, startBundleRuntime } from './bundle-runtime.ts';

const wanted = entries.filter((entry) => !entry.startsWith('api/'));
const tasks = wanted.filter((entry) => entry.startsWith('tasks/'));

/** Bundling takes seconds, and many on a busy machine. */
const patience = 180_000;

let lambda: BundleRuntime;
beforeAll(async () => {
  lambda = await startBundleRuntime(wanted);
}, patience);
afterAll(() => lambda.stop());

describe('the bundle of each task', () => {
  test('tells what it cannot do by an error that keeps its name, for Retry to match', async () => {
    const event = { improvementId: 'unknown', actor: 'a', reason: 'b', error: { Error: 'c' } };
    const { answers } = await lambda.call(tasks.map((entry) => ({ entry, event })));
    expect(answers).toEqual(
      tasks.map(() => ({ error: { name: 'NotFound', message: 'there is no improvement unknown.' } })),
    );
  });

  test('turns down a payload that is none', async () => {
    const { answers } = await lambda.call(tasks.map((entry) => ({ entry, event: {} })));
    expect(answers).toMatchObject(tasks.map(() => ({ error: { name: 'InvalidInput' } })));
  });
});

test('begin-generating orders a scan', async () => {
  const { id } = await lambda.improvement();
  const { answers } = await lambda.call([{ entry: 'tasks/begin-generating', event: { improvementId: id } }]);
  expect(answers).toEqual([{ value: { folder: `jobs/scan/${id}/1` } }]);
});

test('generate writes a fix with the parser that was shipped beside it', async () => {
  const made = await lambda.improvement({ status: 'generating', attempt: 1 });
  const improvement = await lambda.improvement({
    status: 'generating',
    attempt: 1,
    finding: { ...made.finding, hottest } as typeof made.finding,
  });
  await lambda.artifacts.write(
    `${jobFolder(improvement, 'scan')}/out/snapshot.json`,
    JSON.stringify(snapshot),
  );
  const { answers } = await lambda.call([
    { entry: 'tasks/generate', event: { improvementId: improvement.id } },
  ]);
  expect(answers).toEqual([{ value: { decision: 'test' } }]);
});

test('generate asks a model where one is set, and says when it cannot be reached', async () => {
  const improvement = await lambda.improvement({ status: 'generating', attempt: 1 });
  const file = { path: 'src/prices.ts', text: '\n\nexport function netPrice() {\n  return 1;\n}\n' };
  await lambda.artifacts.write(
    `${jobFolder(improvement, 'scan')}/out/snapshot.json`,
    JSON.stringify({ ...snapshot, files: [file] }),
  );
  const { answers } = await lambda.call(
    [{ entry: 'tasks/generate', event: { improvementId: improvement.id } }],
    { MODEL_URL: 'http://127.0.0.1:9/v1', MODEL_NAME: 'm', MODEL_KEY: 'k' },
  );
  expect(answers).toMatchObject([
    { error: { name: 'Unavailable', message: 'The model cannot be reached.' } },
  ]);
});

test('fail records why', async () => {
  const { id } = await lambda.improvement({ status: 'testing', candidate: aCandidate() });
  const event = { improvementId: id, error: { Error: 'States.TaskFailed', Cause: 'the sandbox is gone' } };
  const { answers } = await lambda.call([{ entry: 'tasks/fail', event }]);
  expect(answers).toEqual([{ value: { decision: 'stop', reason: 'the sandbox is gone' } }]);
});

test('the analysis and the alarm do their work', async () => {
  const alarm = {
    time: new Date().toISOString(),
    detail: { alarmName: 'none-of-ours', state: { value: 'ALARM', reason: 'too slow' } },
  };
  const { answers } = await lambda.call([
    { entry: 'schedule/analyze', event: { service: 'shop' } },
    { entry: 'alarms/roll-back', event: alarm },
    { entry: 'schedule/analyze', event: { service: 'bank' } },
    { entry: 'alarms/roll-back', event: {} },
  ]);
  expect(answers).toMatchObject([
    { value: { created: [], started: null } },
    { value: { rolledBack: [] } },
    { error: { name: 'NotFound' } },
    { error: { name: 'InvalidInput' } },
  ]);
});
