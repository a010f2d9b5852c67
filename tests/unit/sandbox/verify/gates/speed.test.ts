import { describe, expect, it, vi } from 'vitest';
import type { SpeedEvidence } from '#core/proof/speed-evidence.ts';
import type { BenchmarkResult } from '#sandbox/verify/benchmark.ts';
import { judgeGain, judgeNoise } from '#sandbox/verify/gates/speed.ts';

const benchmark = vi.hoisted(() => ({ result: null as unknown as BenchmarkResult }));
vi.mock(import('#sandbox/verify/benchmark.ts'), async (original) => ({
  ...(await original()),
  runBenchmark: async () => benchmark.result,
}));

const interval = (low: number, high: number) => ({ ratio: Math.sqrt(low * high), low, high, pairs: 120 });
const exact = interval(1, 1);

function resultWith(speed: Partial<SpeedEvidence>, fields: Partial<BenchmarkResult> = {}): BenchmarkResult {
  return {
    speed: {
      noise: exact,
      gain: interval(3, 4),
      p95: interval(3, 4),
      before: { p50: 40, p95: 60 },
      after: { p50: 10, p95: 15 },
      requests: 12,
      slower: [],
      ...speed,
    },
    differences: [],
    baseStopped: null,
    ...fields,
  };
}

const judgeNoiseOf = async (result: BenchmarkResult) => {
  benchmark.result = result;
  const session = { job: { endpoint: 'GET /prices', seed: 1 }, requests: [] };
  const { result: passed, inconclusive, detail } = await judgeNoise(session as never, {} as never);
  return { result: passed, inconclusive: inconclusive ?? false, detail };
};

// Two runs of the same code on a quiet machine differ by up to 5 %: less than that is no gain.
describe('the gain', () => {
  const judge = async (speed: Partial<SpeedEvidence>) => (await judgeGain(resultWith(speed))).result;

  it('is proven from 5 % on, by the lower bound of its interval', async () => {
    expect(await judge({ gain: interval(1.05, 1.3) })).toBe('passed');
    expect(await judge({ gain: interval(1.049, 1.3) })).toBe('failed');
  });

  it('is not proven by a ratio above 5 % whose interval reaches below it', async () => {
    expect(await judge({ gain: interval(1.01, 9) })).toBe('failed');
  });

  it.each([
    [0.9, 1.02],
    [0.98, 1 / 0.9],
  ])('must exceed by 5 % what the base against itself shows, here %d to %d', async (low, high) => {
    const noise = interval(low, high);
    expect(await judge({ noise, gain: interval(1.05 / 0.9 + 0.001, 2) })).toBe('passed');
    expect(await judge({ noise, gain: interval(1.05 / 0.9 - 0.001, 2) })).toBe('failed');
  });

  it('of the mean is not sufficient if the p95 is certainly worse', async () => {
    expect(await judge({ p95: interval(0.5, 0.99) })).toBe('failed');
    expect(await judge({ p95: interval(0.5, 1.01) })).toBe('passed');
    expect(await judge({ p95: null })).toBe('passed');
  });

  it('of the mean is not sufficient if a part is certainly slower, which is named', async () => {
    const part = { ...interval(0.3, 0.5), what: 'GET /prices?page=9', milliseconds: 12 };
    const { result, detail } = await judgeGain(resultWith({ slower: [part] }));
    expect({ result, detail }).toEqual({
      result: 'failed',
      detail: expect.stringContaining('certainly slower on GET /prices?page=9: 12.0 ms'),
    });
  });

  it('is none if a response that was timed was wrong', async () => {
    const { result, detail } = await judgeGain(resultWith({}, { differences: ['GET /a: body was 1'] }));
    expect({ result, detail }).toEqual({
      result: 'failed',
      detail: "Responses that were timed differ from the base's: GET /a: body was 1.",
    });
  });
});

describe('the noise', () => {
  it.each([
    ['a quiet machine', interval(0.92, 1.09), interval(1.01, 1.2), 'passed'],
    ['noise that a gain exceeds', interval(0.7, 1.4), interval(1.51, 2), 'passed'],
    ['noise where there is certainly no gain', interval(0.7, 1.4), interval(0.9, 1.04), 'passed'],
    ['noise that may hide a gain', interval(0.7, 1.4), interval(1.01, 2), 'failed'],
    ['a wide interval around 1', interval(0.5, 2), interval(1.2, 1.9), 'failed'],
    ['a difference between two processes of the base', interval(1.2, 1.25), interval(1.06, 1.3), 'failed'],
  ])('of %s: %o, with a gain of %o, is %s', async (_, noise, gain, result) => {
    expect(await judgeNoiseOf(resultWith({ noise, gain }))).toMatchObject({
      result,
      inconclusive: result === 'failed',
    });
  });

  it('is inconclusive if there were too few blocks, or the base stopped responding', async () => {
    expect(await judgeNoiseOf({ ...resultWith({}), speed: null })).toMatchObject({
      inconclusive: true,
      detail: 'There was time for fewer than 6 blocks of GET /prices.',
    });
    expect(await judgeNoiseOf(resultWith({}, { baseStopped: 'killed' }))).toMatchObject({
      inconclusive: true,
    });
  });

  it('does not matter if responses differ: the benchmark fails the candidate', async () => {
    const noise = interval(0.5, 2);
    expect(await judgeNoiseOf(resultWith({ noise }, { differences: ['GET /a: body'] }))).toMatchObject({
      result: 'skipped',
    });
  });
});
