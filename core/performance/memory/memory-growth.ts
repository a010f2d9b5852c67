import { median } from '../../numbers/median.ts';
import { hour } from '../../time.ts';
import type { LambdaResources } from '../report/endpoint-costs.ts';
import { judgeLeak } from './judge-leak.ts';
import { judgeLeakByAge } from './judge-leak-by-age.ts';
import type { HeapLow, ProcessMemory } from './process-memory.ts';

/** Memory that keeps growing, in one process or in many short-lived ones. */
export interface MemoryGrowth {
  /** Whose it is: "process i1", "60 processes". */
  readonly subject: string;
  /** MB of a million bytes, per hour. */
  readonly slope: number;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Oldest first; for many processes, by age. */
  readonly troughs: readonly Trough[];
}

/** Minimum heap in use over a period. */
export interface Trough {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** MB of a million bytes. */
  readonly megabytes: number;
}

/** The minimum heap of this period is one trough. The period must be longer than the time between two garbage collections. */
const width = 1_800_000;

/**
 * The process whose heap grows fastest without bound, by its troughs: the minimum heap in use of each half hour (see
 * `judgeLeak`). If none grows, the common trend of all processes by age; `null` if that does not grow either.
 *
 * Memory outside the heap (buffers, native libraries) is not included.
 * @param processes of one version.
 */
export function memoryGrowth(processes: readonly ProcessMemory[]): MemoryGrowth | null {
  const found = processes.flatMap((process) => growthOf(process) ?? []).sort((a, b) => b.slope - a.slope);
  return found[0] ?? growthByAge(processes);
}

function growthByAge(processes: readonly ProcessMemory[]): MemoryGrowth | null {
  const { leaks, slope, confidence, points } = judgeLeakByAge(processes);
  if (!leaks) return null;
  // The oldest age is now, so that all evidence lies in the past.
  const now = processes.reduce((latest, { lows }) => Math.max(latest, lows.at(-1)?.at ?? 0), 0);
  const began = now - (points.at(-1)?.x ?? 0) * hour;
  const start = median(processes.map(({ lows }) => (lows[0]?.bytes ?? 0) / 1e6)) ?? 0;
  const troughs = points.map(({ x, y }) => ({ at: began + x * hour, megabytes: start + y }));
  return { subject: `${processes.length} processes`, slope, confidence, troughs };
}

/**
 * Hours until memory that grows by this many MB per hour is full; `null` if no limit is known.
 * @param megabytes in use after garbage collection.
 */
export function hoursToLimit(
  megabytes: number,
  slope: number,
  runsOn: LambdaResources | undefined,
): number | null {
  if (!runsOn || slope <= 0) return null;
  return Math.max(0, (runsOn.memoryMb * 1.048576 - megabytes) / slope);
}

function growthOf({ instance, lows }: ProcessMemory): MemoryGrowth | null {
  const troughs = troughsOf(lows);
  const { leaks, slope, confidence } = judgeLeak(
    troughs.map(({ at, megabytes }) => ({ x: at / hour, y: megabytes })),
  );
  return leaks ? { subject: `process ${instance}`, slope, confidence, troughs } : null;
}

function troughsOf(lows: readonly HeapLow[]): readonly Trough[] {
  return [...Map.groupBy(lows, ({ at }) => Math.floor(at / width) * width)].map(([at, group]) => ({
    at,
    megabytes: group.reduce((least, { bytes }) => Math.min(least, bytes), Infinity) / 1e6,
  }));
}
