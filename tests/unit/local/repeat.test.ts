import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { insist } from '#local/insist.ts';
import { repeat } from '#local/repeat.ts';
import { until } from '../../support/until.ts';

const logged: string[] = [];
beforeEach(() => {
  logged.length = 0;
  const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => {
    logged.push(JSON.parse(line).message);
  });
  onTestFinished(() => spy.mockRestore());
});

test('a failure ends no loop: it is logged once, and so is that the task works again', async () => {
  let runs = 0;
  const loop = repeat(
    'the refit',
    async () => {
      runs += 1;
      if (runs <= 3) throw new Error(`no answer ${runs}`);
    },
    1,
  );
  onTestFinished(() => loop.stop());

  await until('it has worked again for a while', () => runs >= 6);

  expect(logged).toEqual([
    'the refit failed, and is tried again until it succeeds: no answer 1',
    'the refit works again, after 3 failures',
  ]);
});

test('pauses grow while a task fails', async () => {
  const begun: number[] = [];
  const loop = repeat(
    'the refit',
    async () => {
      begun.push(performance.now());
      throw new Error('no answer');
    },
    1,
  );
  await until('it has failed four times', () => begun.length === 4);
  await loop.stop();

  const [one = 0, two = 0, three = 0, four = 0] = begun;
  // 125 to 250 ms, 250 to 500 ms, 500 to 1,000 ms; a busy machine only makes them longer.
  expect(two - one).toBeGreaterThan(120);
  expect(three - two).toBeGreaterThan(245);
  expect(four - three).toBeGreaterThan(495);
});

test('a task that takes long is never run twice at a time', async () => {
  let [running, most, runs] = [0, 0, 0];
  const loop = repeat(
    'the analysis',
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 20));
      running -= 1;
      runs += 1;
    },
    1,
  );
  onTestFinished(() => loop.stop());

  await until('it has run a few times', () => runs === 4);

  expect(most).toBe(1);
});

test('stopping waits for the task in progress, and wakes a pause', async () => {
  const begun = Promise.withResolvers<void>();
  let isDone = false;
  const working = repeat(
    'the analysis',
    async () => {
      begun.resolve();
      await new Promise((done) => setTimeout(done, 50));
      isDone = true;
    },
    60_000,
  );
  await begun.promise;

  await working.stop();
  expect(isDone).toBe(true);

  const pausing = repeat('the analysis', async () => undefined, 60_000);
  await new Promise((done) => setTimeout(done, 20));
  await pausing.stop();
});

test('what must happen once is tried until it succeeds', async () => {
  let attempts = 0;
  const value = await insist(
    'the summary',
    async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('no answer');
      return 'done';
    },
    new AbortController().signal,
  );

  expect([value, attempts]).toEqual(['done', 3]);
});

test('and is given up when the run is interrupted', async () => {
  const interrupted = new AbortController();
  const failing = insist(
    'the summary',
    async () => {
      interrupted.abort();
      throw new Error('no answer');
    },
    interrupted.signal,
  );

  await expect(failing).rejects.toMatchObject({ code: 'up/interrupted' });
});
