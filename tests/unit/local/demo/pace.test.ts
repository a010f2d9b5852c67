import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openPace } from '#local/demo/pace.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Responds to a request that needs so many milliseconds. */
type Service = (needs: number) => Promise<void>;

const after = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** One core that computes: a request waits for those before it. */
function computing(): Service {
  let freeAt = 0;
  return (needs) => {
    freeAt = Math.max(freeAt, performance.now()) + needs;
    return after(freeAt - performance.now());
  };
}

/** Waits for others, such as a database: any number of requests side by side. */
const waiting = (): Service => after;

/** Sends requests with these needs in turn, for a minute and a half. @returns those of the last 30 s, with their durations. */
async function sendTo(service: Service, perSecond: number, needs: readonly number[]) {
  const pace = openPace(perSecond);
  const sent: { readonly at: number; readonly needs: number; readonly took: number }[] = [];
  let inFlight = 0;
  let most = 0;
  const send = async (needed: number) => {
    const at = performance.now();
    inFlight += 1;
    most = Math.max(most, inFlight);
    await service(needed);
    inFlight -= 1;
    sent.push({ at, needs: needed, took: performance.now() - at });
  };
  const playing = async () => {
    for (let i = 0; ; i += 1) {
      await after(1_000 / perSecond);
      await pace.pass(() => send(needs[i % needs.length] ?? 0));
    }
  };
  void playing();
  const begun = performance.now();
  await vi.advanceTimersByTimeAsync(90_000);
  const last = sent.filter(({ at }) => at - begun >= 60_000);
  return { last, most, busy: last.reduce((sum, request) => sum + request.needs, 0) / 30_000 };
}

describe('a service that cannot keep up', () => {
  test('is busy for half of the time, and no request waits for another', async () => {
    const { last, busy } = await sendTo(computing(), 30, [100, 1]);

    expect(Math.max(...last.map(({ needs, took }) => took - needs))).toBeLessThan(1);
    expect(busy).toBeGreaterThan(0.4);
    expect(busy).toBeLessThan(0.6);
  });

  test('is not held up for longer than its health check waits', async () => {
    const { most } = await sendTo(computing(), 10, [5_000]);

    expect(most * 5_000).toBeLessThanOrEqual(10_000);
  });
});

test.each([
  ['it is quick', computing, 30, [2]],
  ['requests do not wait for each other', waiting, 10, [500]],
] as const)('a service gets every request at its time if %s', async (_, service, perSecond, needs) => {
  const { last } = await sendTo(service(), perSecond, needs);

  expect(last.length).toBeGreaterThan(0.9 * 30 * perSecond);
});

test('a service that has become quick enough gets every request again', async () => {
  const service = computing();
  const begun = performance.now();
  const repaired: Service = (needs) => service(performance.now() - begun < 30_000 ? needs : needs / 20);

  const { last } = await sendTo(repaired, 10, [200]);

  expect(last.length).toBeGreaterThan(270);
});
