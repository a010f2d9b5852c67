import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '#core/rollouts/gather-evidence.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { totalOf } from '#core/rollouts/step-evidence.ts';
import { measured, partsWith } from '../performance/batches.ts';

const endpoint = 'GET /prices';
const begun = Date.UTC(2026, 5, 1, 9, 1);
const minute = 60_000;
const now = begun + 3 * minute;

const rollout: Rollout = {
  baseline: 'old',
  version: 'new',
  comparison: 'concurrent',
  mirror: null,
  stages: [
    { weight: 10, since: begun, until: begun + minute },
    { weight: 50, since: begun + minute + 500, until: null },
  ],
  thresholds: { [endpoint]: { quartile: 55, tolerated: [100, 200, 400] } },
  judgment: null,
  badRequests: 0,
};

let sequence = 0;
/** The part of one batch of requests, one per second. */
function part(
  version: string,
  at: number,
  durations: readonly number[],
  fields: { name?: string; status?: number } = {},
) {
  sequence += 1;
  const { name = endpoint, status = 200 } = fields;
  return partsWith({ version, sequence, measurements: measured(name, at, durations, status) });
}

const gather = (...parts: ReturnType<typeof part>[]) => gatherEvidence(rollout, parts.flat(), now);

describe('the evidence of a rollout', () => {
  it('counts requests, failures and slow responses by weight, endpoint and version', () => {
    const steps = gather(
      part('new', begun + 1_000, [50, 150, 250, 500]),
      part('new', begun + 10_000, [60], { status: 503 }),
      part('old', begun + 1_000, [150, 150]),
      part('new', begun + 2 * minute, [50, 60]),
    );
    expect(steps).toEqual([
      {
        comparison: 'concurrent',
        weight: 10,
        seconds: 60,
        endpoints: [
          {
            endpoint,
            canary: { requests: 5, errors: 1, slower: [3, 2, 1], aboveQuartile: 4 },
            baseline: { requests: 2, errors: 0, slower: [2, 0, 0], aboveQuartile: 2 },
          },
        ],
      },
      {
        comparison: 'concurrent',
        weight: 50,
        seconds: 119.5,
        endpoints: [
          {
            endpoint,
            canary: { requests: 2, errors: 0, slower: [0, 0, 0], aboveQuartile: 1 },
            baseline: { requests: 0, errors: 0, slower: [0, 0, 0], aboveQuartile: 0 },
          },
        ],
      },
    ]);
  });

  it('omits requests that began before a change of weights and ended after it', () => {
    const straddling = part('new', begun + minute - 2_000, [50, 50, 50, 50]);
    const early = part('new', begun - 2_000, [50, 50, 50]);
    expect(gather(straddling, early).map(({ endpoints }) => endpoints)).toEqual([[], []]);
  });

  it('omits the moment in which the weights change', () => {
    expect(gather(part('new', begun + minute + 200, [50])).map(({ endpoints }) => endpoints)).toEqual([
      [],
      [],
    ]);
  });

  it('counts failures of an endpoint that is new, but not its latency', () => {
    const name = 'GET /new';
    const [first] = gather(part('new', begun + 1_000, [9_000], { name, status: 500 }));
    expect(first?.endpoints).toEqual([
      {
        endpoint: name,
        canary: { requests: 1, errors: 1, slower: [0, 0, 0], aboveQuartile: 0 },
        baseline: { requests: 0, errors: 0, slower: [0, 0, 0], aboveQuartile: 0 },
      },
    ]);
  });

  it('omits versions that take no part', () => {
    const [first] = gather(part('older', begun + 1_000, [50]));
    expect(totalOf(first?.endpoints ?? [], 'canary').requests).toBe(0);
    expect(totalOf(first?.endpoints ?? [], 'baseline').requests).toBe(0);
  });

  it('keeps endpoints separate, in the order of their names', () => {
    const [first] = gather(
      part('new', begun + 1_000, [50], { name: 'GET /stock' }),
      part('new', begun + 1_000, [50, 50]),
    );
    expect(first?.endpoints.map((item) => [item.endpoint, item.canary.requests])).toEqual([
      [endpoint, 2],
      ['GET /stock', 1],
    ]);
  });
});
