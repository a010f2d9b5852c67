import { describe, expect, it, vi } from 'vitest';
import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { judgeEquivalence } from '#sandbox/verify/gates/equivalence.ts';
import type { RunningService } from '#sandbox/verify/service.ts';
import { anOk, type FakeService, fakeRequest, fakeSides } from '../../support/fake-sides.ts';

const starts = vi.hoisted(() => ({ services: [] as RunningService[] }));
vi.mock(import('#sandbox/verify/service.ts'), async (original) => ({
  ...(await original()),
  startService: async () => starts.services.shift() as RunningService,
}));

const target = 'GET /stock';
const pages = Array.from({ length: 6 }, (_, i) => fakeRequest(`/stock?page=${i}`));
const constant: FakeService = () => () => anOk(1);

async function judge(
  base: FakeService,
  candidate: FakeService = base,
  requests: readonly RecordedRequest[] = pages,
  recorded?: VerifyJob['recorded'],
) {
  const { sides } = fakeSides(base, candidate);
  starts.services = [sides.base, sides.candidate, sides.again];
  const manifest = Manifest.parse({
    name: 'shop',
    language: 'typescript',
    commands: { test: 't', start: 's' },
  });
  const job = { endpoint: target, manifest, ...(recorded ? { recorded } : {}) };
  const session = { job, requests, trees: { base: '/b', candidate: '/c' } };
  return judgeEquivalence(session as never);
}

it('passes with what it compared, and what of the recorded requests that covers', async () => {
  const requests = [...pages, fakeRequest('/orders')];
  const { result, detail, evidence } = await judge(constant, constant, requests, {
    requests: 40,
    targetShapes: 3,
  });
  expect(result).toBe('passed');
  expect(detail).toBe(
    '20 responses to 7 requests of 2 endpoints compared, 1 of 3 shapes of GET /stock, all identical; ' +
      '33 of the recorded requests left out.',
  );
  expect(evidence.equivalence).toEqual({
    compared: 20,
    requests: 7,
    endpoints: 2,
    shapes: { compared: 1, recorded: 3 },
    unstable: 0,
    leftOut: 33,
    differences: [],
  });
});

it('fails with the differences', async () => {
  const { result, detail, inconclusive } = await judge(constant, () => () => anOk(2));
  expect({ result, inconclusive }).toEqual({ result: 'failed', inconclusive: undefined });
  expect(detail).toContain('GET /stock?page=0: body was 1 and is 2');
});

describe('is inconclusive', () => {
  const gapIn = async (...given: Parameters<typeof judge>) => {
    const { result, inconclusive, detail } = await judge(...given);
    expect({ result, inconclusive }).toEqual({ result: 'failed', inconclusive: true });
    return detail;
  };

  it('without requests', async () => {
    expect(await gapIn(constant, constant, [])).toContain('No request was recorded');
  });

  it.each([401, 403])('if the base refuses most requests with %d, and names the setting', async (status) => {
    const refusing: FakeService = () => () => ({ status });
    expect(await gapIn(refusing)).toBe(
      `Most requests fail: the base answers 6 of 6 requests to ${target} with ${status}; set "replay.headers" in ironclaw.json to headers with test values that it accepts.`,
    );
  });

  it("if the base refuses most of the other endpoints' requests", async () => {
    const others = Array.from({ length: 8 }, (_, i) => fakeRequest(`/orders/${i}`));
    const half: FakeService =
      () =>
      ({ path }) =>
        path.startsWith('/orders') ? { status: 401 } : anOk(1);
    expect(await gapIn(half, half, [...pages, ...others])).toContain(
      '8 of 14 requests to the service with 401',
    );
  });

  it('if too few distinct requests to the endpoint were recorded', async () => {
    expect(await gapIn(constant, constant, pages.slice(0, 4))).toBe(
      'Too little of GET /stock could be compared: 4 successful responses, and 5 are needed (4 distinct requests sent).',
    );
  });

  it('if the base repeats too few of them', async () => {
    let calls = 0;
    const unstable: FakeService = () => () => {
      calls += 1;
      return anOk(calls);
    };
    expect(await gapIn(unstable)).toContain(
      '6 with responses that the base does not repeat (see "replay.ignore")',
    );
  });

  it.each([
    [404, 'let "setup" in ironclaw.json make the data'],
    [500, 'set "env" and "setup" in ironclaw.json'],
    [400, 'set "replay.headers" in ironclaw.json'],
  ])('if most fail with %d, which is said first with what helps', async (status, help) => {
    const gap = await gapIn(() => () => ({ status }));
    expect(gap).toMatch(/^Most requests fail: /);
    expect(gap).toContain(help);
  });

  it('but not if other endpoints fail as they do in production', async () => {
    const others = Array.from({ length: 8 }, (_, i) => fakeRequest(`/orders/${i}`));
    const half: FakeService =
      () =>
      ({ path }) =>
        path.startsWith('/orders') ? { status: 404 } : anOk(1);
    expect(await judge(half, half, [...pages, ...others])).toMatchObject({ result: 'passed' });
  });

  it('if the base responds to most of them with an error', async () => {
    const missing: FakeService = () => () => ({ status: 404 });
    expect(await gapIn(missing)).toContain('6 to which the base responds with an error');
  });
});

it('needs one request to an endpoint that has only one', async () => {
  expect((await judge(constant, constant, [fakeRequest('/stock')])).result).toBe('passed');
  const item = fakeRequest('/stock/1', { endpoint: target.replace('stock', 'stock/:id') });
  expect((await judge(constant, constant, [item])).result).toBe('failed');
});
