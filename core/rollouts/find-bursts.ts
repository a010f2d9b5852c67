import { binomialTail } from '../numbers/binomial-tail.ts';
import type { Bursts } from './e-process.ts';

/** Events among the requests of one cluster, a minute of the rollout. Clusters are numbered in the order of time. */
export interface ClusterCounts {
  readonly cluster: number;
  /** Whether it is the first minute at a weight: new processes begin in it. */
  readonly isFirst: boolean;
  readonly requests: number;
  readonly events: number;
  readonly baselineRequests: number;
  readonly baselineEvents: number;
}

interface BurstOptions {
  /** How many minutes on each side of one belong to the same trouble. */
  readonly reach: number;
  /** Up to how many times the baseline's rate is no burst, where no other minute of the canary is known. */
  readonly usualMultiple: number;
  /** Whether other minutes may still come; later, what happened in the only ones is no exception. */
  readonly isYoung: boolean;
  /** As many requests of the baseline stand for the canary's other minutes, while these are few. */
  readonly prior: number;
}

/** The share of minutes without a burst that are taken for one. */
const level = 0.001;
/** Fewer are no burst. */
const fewestEvents = 3;
/** A minute may exceed the others by this factor. */
const margin = 1.3;

/**
 * The minutes in which the canary had far more events than in its other minutes and than the baseline ever had: one
 * instance that fails, or the first minute of a new process. What a version does, it does again: if it happens in the
 * other minutes too, it is no burst. A binomial test of each minute against the rate of the others.
 */
export function findBursts(
  minutes: readonly ClusterCounts[],
  { reach, usualMultiple, prior, isYoung }: BurstOptions,
): Bursts {
  const bursts = new Set<number>();
  const all = totals(minutes);
  const baselineShare = shareOf(all.baselineEvents, all.baselineRequests);
  const firsts = minutes.filter(({ isFirst }) => isFirst);
  const byCluster = new Map(minutes.map((minute) => [minute.cluster, minute]));
  for (const minute of minutes) {
    if (minute.events < fewestEvents) continue;
    const near = nearTo(minute, reach, byCluster);
    const apart = totals(minute.isFirst ? [...new Set([...near, ...firsts])] : near);
    const others = all.requests - apart.requests;
    const ofOthers = (all.events - apart.events + prior * baselineShare) / (others + prior);
    if (others === 0 && !isYoung) continue;
    const known = others > 0 ? Math.max(baselineShare, ofOthers) : usualMultiple * baselineShare;
    if (binomialTail(minute.events, minute.requests, Math.min(1, margin * known)) >= level) continue;
    for (const { cluster } of near) bursts.add(cluster);
  }
  return bursts;
}

function nearTo(
  { cluster }: ClusterCounts,
  reach: number,
  byCluster: ReadonlyMap<number, ClusterCounts>,
): readonly ClusterCounts[] {
  const near: ClusterCounts[] = [];
  for (let other = cluster - reach; other <= cluster + reach; other += 1) {
    const found = byCluster.get(other);
    if (found) near.push(found);
  }
  return near;
}

/** With one event more, because a rate of 0 would make every event a burst. */
const shareOf = (events: number, requests: number): number => (events + 1) / (requests + 1);

function totals(minutes: readonly ClusterCounts[]): Omit<ClusterCounts, 'cluster' | 'isFirst'> {
  return minutes.reduce(
    (sum, { requests, events, baselineRequests, baselineEvents }) => ({
      requests: sum.requests + requests,
      events: sum.events + events,
      baselineRequests: sum.baselineRequests + baselineRequests,
      baselineEvents: sum.baselineEvents + baselineEvents,
    }),
    { requests: 0, events: 0, baselineRequests: 0, baselineEvents: 0 },
  );
}
