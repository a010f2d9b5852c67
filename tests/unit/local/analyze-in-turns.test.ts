import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { analyzeInTurns } from '#local/analyze-in-turns.ts';
import type { Background } from '#local/background/background.ts';
import type { Loop } from '#local/repeat.ts';
import { openTurns } from '#local/turns.ts';

/** The module's timers cannot be faked: the global ones take their place. */
vi.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, value: unknown, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      setTimeout(resolve, milliseconds, value);
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
    }),
}));

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));

/** Takes as long as it is told, and knows when each analysis began and ended, in milliseconds of the clock. */
function analysisOf(milliseconds: number) {
  const began: number[] = [];
  const ended: number[] = [];
  const background: Background = {
    async run() {
      began.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      ended.push(performance.now());
    },
    stop: async () => undefined,
  };
  return { background, began, ended };
}

/** A run that has begun is waited for, and only the clock ends it. */
async function stop(loops: readonly Loop[]): Promise<void> {
  const stopped = Promise.all(loops.map((loop) => loop.stop()));
  await vi.advanceTimersByTimeAsync(10_000);
  await stopped;
}

test('an analysis that takes long leaves the database four times as long to everything else', async () => {
  const { background, began, ended } = analysisOf(2_000);
  const loop = analyzeInTurns('shop', background, openTurns());
  onTestFinished(() => stop([loop]));

  await vi.advanceTimersByTimeAsync(60_000);

  expect(began.length).toBeGreaterThan(3);
  for (const [i, end] of ended.slice(0, began.length - 1).entries())
    expect((began[i + 1] ?? 0) - end).toBeGreaterThanOrEqual(4 * 2_000);
});

test('of several services, too', async () => {
  const { background, began } = analysisOf(1_000);
  const takeTurn = openTurns();
  const loops = ['shop', 'bank', 'forum'].map((name) => analyzeInTurns(name, background, takeTurn));
  onTestFinished(() => stop(loops));

  await vi.advanceTimersByTimeAsync(60_000);

  expect(began.length).toBeGreaterThan(6);
  expect(began.length).toBeLessThanOrEqual(60 / 5);
});

test('a quick one is made every 1.5 seconds', async () => {
  const { background, began } = analysisOf(10);
  const loop = analyzeInTurns('shop', background, openTurns());
  onTestFinished(() => stop([loop]));

  await vi.advanceTimersByTimeAsync(38_000);

  expect(began.length).toBeGreaterThanOrEqual(19);
  expect(began.length).toBeLessThanOrEqual(21);
});
