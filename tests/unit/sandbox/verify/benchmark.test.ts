import { describe, expect, it } from 'vitest';
import { runBenchmark } from '#sandbox/verify/benchmark.ts';
import { ResponseComparison } from '#sandbox/verify/response-comparison.ts';
import { anOk, type FakeService, fakeRequest, fakeSides } from '../support/fake-sides.ts';

const pages = Array.from({ length: 8 }, (_, i) => fakeRequest(`/stock?page=${i}`));

/** Responses take as long as `timeOf` says, but for a jitter of 2 %; nothing really waits. */
const taking = (
  timeOf: (page: number) => number,
  respond: FakeService = () => () => anOk(1),
): FakeService => {
  return () => {
    let calls = 0;
    const service = respond();
    return async (request) => {
      const response = await service(request);
      if (typeof response === 'string') return response;
      calls += 1;
      const page = Number(request.path.split('=')[1] ?? 0);
      return { ...response, milliseconds: timeOf(page) * (1 + 0.02 * Math.sin(7 * calls)) };
    };
  };
};

async function timed(base: FakeService, candidate: FakeService, requests = pages) {
  const { sides, asked } = fakeSides(base, candidate);
  const comparison = new ResponseComparison([]);
  return { asked, ...(await runBenchmark({ sides, comparison }, requests, 3)) };
}

describe('a benchmark', () => {
  it('measures the gain, and the base against itself', async () => {
    const { speed, differences, baseStopped } = await timed(
      taking(() => 20),
      taking(() => 5),
    );
    expect(speed?.gain.ratio).toBeCloseTo(4, 1);
    expect(speed?.noise.ratio).toBeCloseTo(1, 1);
    expect(speed?.p95?.low).toBeGreaterThan(3);
    expect({ requests: speed?.requests, differences, baseStopped }).toEqual({
      requests: 8,
      differences: [],
      baseStopped: null,
    });
  });

  it('sends a read to the candidate twice in a row, and a write once, so that all stay in one state', async () => {
    const write = fakeRequest('/orders', { method: 'POST', body: '{}' });
    const countIn = (asked: readonly string[], name: string) =>
      asked.filter((line) => line.startsWith(`${name} `)).length;
    const reads = await timed(
      taking(() => 20),
      taking(() => 5),
    );
    expect(countIn(reads.asked, 'candidate')).toBe(2 * countIn(reads.asked, 'base'));
    expect(countIn(reads.asked, 'again')).toBe(countIn(reads.asked, 'base'));
    const writes = await timed(
      taking(() => 20),
      taking(() => 5),
      [write],
    );
    expect(countIn(writes.asked, 'candidate')).toBe(countIn(writes.asked, 'base'));
  });

  it('finds a response that becomes wrong while it is timed', async () => {
    const wrongLater: FakeService = () => {
      let calls = 0;
      return () => {
        calls += 1;
        return anOk(calls > 200 ? 2 : 1);
      };
    };
    const { differences } = await timed(
      taking(() => 20),
      taking(() => 5, wrongLater),
    );
    expect(differences[0]).toMatch(/^GET \/stock\?page=\d: body was 1 and is 2$/);
  });

  it('finds a candidate that stops responding, and tells it from a base that does', async () => {
    const stopping: FakeService = () => {
      let calls = 0;
      return () => {
        calls += 1;
        return calls > 100 ? 'it did not respond within 10 s' : anOk(1);
      };
    };
    const candidate = await timed(
      taking(() => 20),
      taking(() => 5, stopping),
    );
    expect(candidate.differences[0]).toContain('no response any more');
    expect(candidate.baseStopped).toBeNull();
    const base = await timed(
      taking(() => 20, stopping),
      taking(() => 5),
    );
    expect(base).toMatchObject({ differences: [], baseStopped: 'it did not respond within 10 s' });
  });

  it('finds the one request that became slower', async () => {
    const { speed } = await timed(
      taking(() => 20),
      taking((page) => (page === 5 ? 60 : 4)),
    );
    expect(speed?.gain.low).toBeGreaterThan(2);
    expect(new Set(speed?.slower.map(({ what }) => what))).toEqual(new Set(['GET /stock?page=5']));
  });
});
