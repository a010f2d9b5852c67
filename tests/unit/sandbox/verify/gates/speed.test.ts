import { describe, expect, it, vi } from 'vitest';
import type { BenchmarkResult } from '#sandbox/verify/benchmark.ts';
import { judgeGain, judgeNoise } from '#sandbox/verify/gates/speed.ts';

const benchmark = vi.hoisted(() => ({ result: null as BenchmarkResult | null }));
vi.mock(import('#sandbox/verify/benchmark.ts'), async (original) => ({
  ...(await original()),
  runBenchmark: async () => benchmark.result,
}));

const interval = (low: number, high: number) => ({ ratio: Math.sqrt(low * high), low, high, pairs: 120 });

function resultWith({ noise = interval(0.98, 1.02), gain = interval(3, 4) }: Partial<BenchmarkResult>) {
  return { noise, gain, before: { p50: 40, p95: 60 }, after: { p50: 10, p95: 15 } };
}

// Two runs of the same code on a quiet machine differ by up to 5 %: less than that is no gain, more is noise.
describe('the gain', () => {
  const judge = async (low: number, high: number) =>
    (await judgeGain(resultWith({ gain: interval(low, high) }))).result;

  it('is proven from 5 % on, by the lower bound of its interval', async () => {
    expect(await judge(1.05, 1.3)).toBe('passed');
    expect(await judge(1.049, 1.3)).toBe('failed');
  });

  it('is not proven by a ratio above 5 % whose interval reaches below it', async () => {
    expect(await judge(1.01, 9)).toBe('failed');
  });
});

describe('the noise', () => {
  const judge = async (low: number, high: number) => {
    benchmark.result = resultWith({ noise: interval(low, high) });
    const session = { job: { endpoint: 'GET /prices', seed: 1 }, requests: [] };
    const { result, inconclusive } = await judgeNoise(session as never, {} as never);
    return { result, inconclusive };
  };

  it.each([
    [0.98, 1.02],
    [1.05, 1.3],
    [0.7, 1 / 1.05],
  ])('lets the gain be judged where the base against itself is %d to %d', async (low, high) => {
    expect(await judge(low, high)).toEqual({ result: 'passed', inconclusive: undefined });
  });

  it.each([
    [1.051, 1.3],
    [0.7, 0.952],
  ])('is inconclusive where the base against itself is %d to %d', async (low, high) => {
    expect(await judge(low, high)).toEqual({ result: 'failed', inconclusive: true });
  });
});
