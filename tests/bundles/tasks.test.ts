import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobFolder } from '#core/improvements/job-folder.ts';
import { minute } from '#core/time.ts';
import { entries } from '../support/bundles.ts';
import { aCandidate } from '../support/improvement.ts';
import { hottest, snapshot } from '../support/scenarios/slow-shop.ts';
import { type BundleRuntime, startBundleRuntime } from './bundle-runtime.ts';

const bundled = entries.filter((entry) => !entry.startsWith('api/'));
const tasks = bundled.filter((entry) => entry.startsWith('tasks/'));

/** Bundling takes seconds, and much longer on a busy machine. */
const bundlingTimeout = 3 * minute;

let runtime: BundleRuntime;
beforeAll(async () => {
  runtime = await startBundleRuntime(bundled);
}, bundlingTimeout);
afterAll(() => runtime.stop());

describe('the bundle of each task', () => {
  test('fails with an error that keeps its name, for Retry to match', async () => {
    const event = {
      improvementId: 'unknown',
      execution: 'test-1',
      actor: 'a',
      reason: 'b',
      error: { Error: 'c' },
    };
    const { results } = await runtime.call(tasks.map((entry) => ({ entry, event })));
    expect(results).toEqual(
      tasks.map(() => ({ error: { name: 'NotFound', message: 'there is no improvement unknown.' } })),
    );
  });

  test('rejects an invalid payload', async () => {
    const { results } = await runtime.call(tasks.map((entry) => ({ entry, event: {} })));
    expect(results).toMatchObject(tasks.map(() => ({ error: { name: 'InvalidInput' } })));
  });
});

test('begin-generating orders a scan', async () => {
  const { id } = await runtime.improvement();
  const { results } = await runtime.call([
    { entry: 'tasks/begin-generating', event: { improvementId: id, execution: 'test-1' } },
  ]);
  expect(results).toEqual([{ value: { folder: `jobs/scan/${id}/1` } }]);
});

test('generate writes a fix with the native parser that is shipped beside the bundle', async () => {
  const { finding } = await runtime.improvement({ status: 'generating', attempt: 1 });
  const improvement = await runtime.improvement({
    status: 'generating',
    attempt: 1,
    finding: { ...finding, hottest } as typeof finding,
  });
  await runtime.artifacts.write(
    `${jobFolder(improvement, 'scan')}/out/snapshot.json`,
    JSON.stringify(snapshot),
  );
  const { results } = await runtime.call([
    { entry: 'tasks/generate', event: { improvementId: improvement.id, execution: 'test-1' } },
  ]);
  expect(results).toEqual([{ value: { decision: 'test' } }]);
});

test('generate asks the configured model, and fails if the model cannot be reached', async () => {
  const improvement = await runtime.improvement({ status: 'generating', attempt: 1 });
  const file = { path: 'src/prices.ts', text: '\n\nexport function netPrice() {\n  return 1;\n}\n' };
  await runtime.artifacts.write(
    `${jobFolder(improvement, 'scan')}/out/snapshot.json`,
    JSON.stringify({ ...snapshot, files: [file] }),
  );
  const { results } = await runtime.call(
    [{ entry: 'tasks/generate', event: { improvementId: improvement.id, execution: 'test-1' } }],
    { MODEL_URL: 'http://127.0.0.1:9/v1', MODEL_NAME: 'm', MODEL_KEY: 'k' },
  );
  expect(results).toMatchObject([
    { error: { name: 'Unavailable', message: 'The model cannot be reached.' } },
  ]);
});

test('fail records the reason', async () => {
  const { id } = await runtime.improvement({ status: 'testing', candidate: aCandidate() });
  const event = {
    improvementId: id,
    execution: 'test-1',
    error: { Error: 'States.TaskFailed', Cause: 'the sandbox is gone' },
  };
  const { results } = await runtime.call([{ entry: 'tasks/fail', event }]);
  expect(results).toEqual([{ value: { decision: 'stop', reason: 'the sandbox is gone' } }]);
});

test('the scheduled functions and the alarm handler accept valid events and reject others', async () => {
  const alarm = {
    time: new Date().toISOString(),
    detail: { alarmName: 'none-of-ours', state: { value: 'ALARM', reason: 'too slow' } },
  };
  const { results } = await runtime.call([
    { entry: 'schedule/analyze', event: { service: 'shop' } },
    { entry: 'schedule/reconcile', event: { service: 'bank' } },
    { entry: 'alarms/roll-back', event: alarm },
    { entry: 'schedule/analyze', event: { service: 'bank' } },
    { entry: 'alarms/roll-back', event: {} },
  ]);
  expect(results).toMatchObject([
    { value: { created: [], started: null } },
    { value: [] },
    { value: { rolledBack: [] } },
    { error: { name: 'NotFound' } },
    { error: { name: 'InvalidInput' } },
  ]);
});
