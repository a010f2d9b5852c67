import { afterEach, expect, test } from 'vitest';
import type { RequestSpan } from '#recorder/request-spans.ts';
import { WaitTracker } from '#recorder/wait-tracker.ts';

const tracker = new WaitTracker();
afterEach(() => tracker.stop());

function newSpan(): RequestSpan {
  return { endpoint: null, entered: 0, returned: null, ended: null, waits: [] };
}

async function askStock(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

async function estimateTwice(): Promise<void> {
  await askStock();
  await askStock();
}

function runFor(span: RequestSpan): Promise<void> {
  return new Promise((resolve, reject) =>
    tracker.run(span, () => void estimateTwice().then(resolve, reject)),
  );
}

test('each wait is recorded with the functions that wait, including the awaiting ones', async () => {
  const span = newSpan();
  tracker.start();
  await runFor(span);
  const stacks = span.waits.map(({ frames }) => frames.map(({ functionName }) => functionName));
  expect(stacks).toHaveLength(2);
  for (const names of stacks) {
    expect(names.indexOf('askStock')).toBeGreaterThanOrEqual(0);
    expect(names.indexOf('estimateTwice')).toBeGreaterThan(names.indexOf('askStock'));
  }
});

test('waits are recorded for the request that started them', async () => {
  const [one, other] = [newSpan(), newSpan()];
  tracker.start();
  await Promise.all([runFor(one), runFor(other), askStock()]);
  expect([one.waits.length, other.waits.length]).toEqual([2, 2]);
});

test('nothing is recorded once the tracker has stopped', async () => {
  const span = newSpan();
  tracker.start();
  tracker.stop();
  await runFor(span);
  expect(span.waits).toEqual([]);
});

test("the service's stack trace settings stay the same", async () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  tracker.start();
  await runFor(newSpan());
  expect(Error.prepareStackTrace).toBe(prepareStackTrace);
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});
