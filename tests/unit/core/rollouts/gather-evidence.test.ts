import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '#core/rollouts/gather-evidence.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { noRequests as all, totalOf } from '#core/rollouts/step-evidence.ts';
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
            minute: 0,
            canary: { ...all, requests: 5, errors: 1, slower: [3, 2, 1], aboveQuartile: 4, aboveLimit: 5 },
            baseline: { ...all, requests: 2, slower: [2, 0, 0], aboveQuartile: 2, aboveLimit: 2 },
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
            minute: 0,
            canary: { ...all, requests: 2, aboveQuartile: 1, aboveLimit: 2 },
            baseline: all,
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

  it('measures an endpoint that was not measured before against both versions together', () => {
    const name = 'GET /new';
    const [first] = gather(
      part('new', begun + 1_000, [90, 90], { name, status: 500 }),
      part('old', begun + 1_000, [10, 20, 30, 40, 50, 60], { name }),
    );
    expect(first?.endpoints).toMatchObject([
      {
        endpoint: name,
        canary: { requests: 2, errors: 2, aboveQuartile: 2 },
        baseline: { requests: 6, errors: 0, aboveQuartile: 5 },
      },
    ]);
  });

  it('counts redirected and rejected responses, and how slow the slowest are', () => {
    const [first] = gather(
      part('new', begun + 1_000, [50], { status: 307 }),
      part('new', begun + 2_000, [50, 60], { status: 401 }),
      part('old', begun + 1_000, [1_100, 1_300]),
    );
    expect(first?.endpoints).toMatchObject([
      { canary: { redirects: 1, rejections: 2, errors: 0 }, baseline: { stalled: 1, redirects: 0 } },
    ]);
  });

  it('counts by minute, so that a bad minute of one version is not compared with a good one of the other', () => {
    const later = { ...rollout, stages: [{ weight: 10, since: begun, until: null }] };
    const [first] = gatherEvidence(
      later,
      [part('new', begun + 1_000, [50]), part('old', begun + minute + 1_000, [50, 50])].flat(),
      now,
    );
    expect(
      first?.endpoints.map((entry) => [entry.minute, entry.canary.requests, entry.baseline.requests]),
    ).toEqual([
      [0, 1, 0],
      [1, 0, 2],
    ]);
  });

  it('leaves out the minutes in which a process lost measurements, on both sides, until its next batch', () => {
    const later = { ...rollout, stages: [{ weight: 10, since: begun, until: null }] };
    const batch = (version: string, at: number, dropped = 0) => {
      sequence += 1;
      return partsWith({
        version,
        instance: version,
        sequence,
        dropped,
        measurements: measured(endpoint, at, [50]),
      });
    };
    const [first] = gatherEvidence(
      later,
      [
        ...batch('new', begun + 1_000),
        ...batch('old', begun + 2_000, 7),
        ...batch('new', begun + minute + 1_000),
        ...batch('old', begun + minute + 5_000),
        ...batch('new', begun + 2 * minute + 1_000),
        ...batch('old', begun + 2 * minute + 1_000),
      ],
      now,
    );
    expect(first?.endpoints.map((entry) => entry.minute)).toEqual([2]);
    expect(first?.losses).toEqual({ measurements: 7, minutes: 2 });
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
