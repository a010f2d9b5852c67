import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { replayOnSides } from '#sandbox/verify/replay.ts';
import { ResponseComparison } from '#sandbox/verify/response-comparison.ts';
import { anOk, type FakeService, fakeRequest, fakeSides } from '../support/fake-sides.ts';

const target = 'GET /stock';
const stock = fakeRequest('/stock');
const list = fakeRequest('/orders');
const order = fakeRequest('/orders', { method: 'POST', body: '{}' });

async function replayed(
  base: FakeService,
  candidate: FakeService,
  requests = [list, order, stock],
  enough = 1,
) {
  const { sides, asked } = fakeSides(base, candidate);
  const { rounds, isCut } = await replayOnSides(sides, { requests, target, enough });
  const comparison = new ResponseComparison([]);
  for (const round of rounds) comparison.add(round);
  return { asked, isCut, rounds, differences: comparison.differences };
}

const constant: FakeService = () => () => anOk(1);

describe('a replay', () => {
  it("sends production's order, the reads again after all writes, and the target's requests once more", async () => {
    const { asked } = await replayed(constant, constant);
    const ofBase = asked.filter((line) => line.startsWith('base ')).map((line) => line.slice(5));
    expect(ofBase).toEqual([
      'GET /orders',
      'POST /orders',
      'GET /stock',
      'GET /stock',
      'GET /orders',
      'GET /stock',
    ]);
  });

  it('asks the candidate after the base and before its second process, and all the same', async () => {
    const { asked } = await replayed(constant, constant, [list]);
    expect(asked.slice(0, 3)).toEqual(['base GET /orders', 'candidate GET /orders', 'again GET /orders']);
    expect(asked).toHaveLength(6);
  });

  const counting: FakeService = () => {
    let orders = 0;
    return ({ method }) => {
      if (method === 'POST') orders += 1;
      return anOk(orders);
    };
  };

  it.each<[string, FakeService]>([
    [
      'a write that is acknowledged and lost',
      () =>
        ({ method }) =>
          anOk(method === 'POST' ? 1 : 0),
    ],
    [
      'a cache that a write leaves stale',
      () => {
        const service = counting();
        const cache = new Map<string, ReturnType<typeof service>>();
        return (request) => {
          if (request.method === 'POST') return service(request);
          const kept = cache.get(request.path) ?? service(request);
          cache.set(request.path, kept);
          return kept;
        };
      },
    ],
    [
      'a result that is right at first and wrong from the third time on',
      () => {
        const service = counting();
        let calls = 0;
        return (request) => {
          if (request.path === '/stock') calls += 1;
          return calls > 2 ? anOk('wrong') : service(request);
        };
      },
    ],
  ])('finds %s', async (_, candidate) => {
    expect((await replayed(counting, candidate)).differences).not.toEqual([]);
    expect((await replayed(counting, counting)).differences).toEqual([]);
  });
});

describe('the time of a replay', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Takes so many milliseconds for each response. */
  const taking =
    (milliseconds: number): FakeService =>
    () =>
    async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, milliseconds);
      });
      return anOk(1);
    };
  const requests = Array.from({ length: 30 }, (_, i) => fakeRequest(`/stock?page=${i}`));
  const inTime = async (base: number, candidate: number, enough = 5) => {
    const running = replayed(taking(base), taking(candidate), requests, enough);
    await vi.advanceTimersByTimeAsync(600_000);
    return running;
  };

  it('is the same comparison for a fast candidate and for a slow one', async () => {
    const [fast, slow] = [await inTime(100, 1), await inTime(100, 150)];
    expect(slow.rounds).toHaveLength(fast.rounds.length);
    expect([fast.isCut, slow.isCut]).toEqual([false, false]);
  });

  it('leaves some for the repetitions, however slow the base is', async () => {
    const { rounds } = await inTime(200, 1);
    const paths = rounds.map(({ request }) => request.path);
    expect(paths.filter((path) => path === '/stock?page=0')).toHaveLength(3);
  });

  it('goes on until there are enough requests to the target, where they take seconds', async () => {
    const { rounds } = await inTime(3_000, 1);
    expect(new Set(rounds.map(({ request }) => request.path)).size).toBe(5);
  });

  it('ends with a base that takes too long for that', async () => {
    const { rounds } = await inTime(9_000, 1);
    expect(new Set(rounds.map(({ request }) => request.path)).size).toBe(3);
  });

  it('is cut where the candidate takes far longer than the base, and says so', async () => {
    expect((await inTime(1, 8_000)).isCut).toBe(true);
  });
});
