import { expect, it } from 'vitest';
import { beginTesting } from '#core/improvements/candidate/begin-testing.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import { hour, minute } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aService } from '../../../../support/service.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const artifacts = {
  read: async () => '',
  write: async () => undefined,
  copy: async () => undefined,
  exists: async () => false,
};

/** A candidate for an endpoint, before its test. */
async function begin(seen: readonly SeenRequest[], fields: Partial<Improvement> = {}) {
  const improvement = anImprovement({
    status: 'generated',
    attempt: 1,
    candidate: aCandidate(),
    ...fields,
  });
  const improvements = MemoryImprovements.of(improvement);
  const services = new MemoryServices();
  await services.save(aService());
  let at = improvement.updatedAt;
  let requests = seen;
  return {
    see(more: readonly SeenRequest[]) {
      requests = more;
    },
    wait(milliseconds: number) {
      at += milliseconds;
    },
    record: () => improvements.load(improvement.id),
    beginTesting: () =>
      beginTesting(improvement.id, {
        improvements,
        services,
        artifacts,
        metrics: new MemoryMetrics(),
        requests: { seenRequests: async () => requests },
        now: () => at,
      }),
  };
}

const get = (path: string): SeenRequest => ({ method: 'GET', path });

it('waits for a request to the endpoint, longer and longer, and then tests', async () => {
  const scene = await begin([get('/other')]);
  expect(await scene.beginTesting()).toEqual({ decision: 'wait', folder: '', seconds: 1 });
  scene.wait(5 * minute);
  expect(await scene.beginTesting()).toEqual({ decision: 'wait', folder: '', seconds: 30 });
  expect(await scene.record()).toMatchObject({
    status: 'generated',
    runs: 0,
    reason: 'waits: 0 of 1 different requests to GET /prices are recorded, which its test replays',
  });

  scene.see([get('/prices')]);

  expect(await scene.beginTesting()).toMatchObject({ decision: 'verify' });
  expect(await scene.record()).toMatchObject({ status: 'testing', attempt: 1, runs: 1 });
});

it('waits for as many different requests as a comparison needs', async () => {
  const some = [1, 2, 3, 4].map((day) => get(`/prices?day=${day}`));
  const scene = await begin([...some, ...some]);
  expect(await scene.beginTesting()).toMatchObject({ decision: 'wait' });
  scene.see([...some, get('/prices?day=5')]);
  expect(await scene.beginTesting()).toMatchObject({ decision: 'verify' });
});

it.each(['generated', 'testing'] as const)(
  'fails after an hour without requests while it is %s: the candidate is not rejected for it',
  async (status) => {
    const scene = await begin([], { status });
    await scene.beginTesting();
    scene.wait(hour + minute);

    expect(await scene.beginTesting()).toMatchObject({ decision: 'stop' });

    const { status: after, reason, earlier } = await scene.record();
    expect(after).toBe('failed');
    expect(reason).toMatch(/^0 of 1 different requests to GET \/prices .*, after 61 minutes$/);
    expect(earlier).toEqual([]);
  },
);

it('counts the time of its runs from the first run, not from when it began to wait', async () => {
  const scene = await begin([]);
  await scene.beginTesting();
  scene.wait(50 * minute);
  scene.see([get('/prices')]);
  await scene.beginTesting();
  const { testingSince, updatedAt } = await scene.record();
  expect(testingSince).toBe(updatedAt);
});
