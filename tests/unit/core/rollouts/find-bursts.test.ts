import { describe, expect, it } from 'vitest';
import { type ClusterCounts, findBursts } from '#core/rollouts/find-bursts.ts';

const options = { reach: 1, usualMultiple: 5, prior: 1, isYoung: true };

/** One minute after the other with 60 requests of the canary; the baseline has 5 events among 540. */
const minutes = (...events: readonly number[]): readonly ClusterCounts[] =>
  events.map((count, cluster) => ({
    cluster,
    isFirst: cluster === 0,
    requests: 60,
    events: count,
    baselineRequests: 540,
    baselineEvents: 5,
  }));
const burstsIn = (...events: readonly number[]) =>
  [...findBursts(minutes(...events), options)].toSorted((a, b) => a - b);

describe('a burst', () => {
  it('is a minute with far more events than the others, with its neighbors', () => {
    expect(burstsIn(1, 0, 1, 40, 0, 1, 0)).toEqual([2, 3, 4]);
  });

  it('is two minutes in a row, because an instance fails across the minute', () => {
    expect(burstsIn(1, 0, 1, 20, 30, 1, 0, 0)).toEqual([2, 3, 4, 5]);
  });

  it('is not what happens in every minute', () => {
    expect(burstsIn(40, 38, 41, 40, 39, 40)).toEqual([]);
    expect(burstsIn(2, 1, 4, 0, 3, 2)).toEqual([]);
  });

  it('may be the only minute known, while the rollout is young', () => {
    expect(burstsIn(60)).toEqual([0]);
    expect([...findBursts(minutes(60), { ...options, isYoung: false })]).toEqual([]);
  });

  it('may be the first minute at each weight: these are not compared with one another', () => {
    const both = [
      ...minutes(0, 1, 0, 1, 0),
      ...minutes(20, 0, 1, 0).map((minute) => ({ ...minute, cluster: minute.cluster + 100 })),
    ];
    const [first, ...rest] = both;
    const cold = first ? [{ ...first, events: 20 }, ...rest] : rest;
    expect([...findBursts(cold, { ...options, reach: 0 })]).toEqual([0, 100]);
  });
});
