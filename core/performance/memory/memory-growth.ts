import { median } from '../../numbers/median.ts';
import { hour } from '../../time.ts';
import type { LambdaResources } from '../report/endpoint-costs.ts';
import { judgeLeak } from './judge-leak.ts';
import { judgeLeakByAge } from './judge-leak-by-age.ts';
import type { HeapLow, ProcessMemory } from './process-memory.ts';

/** Memory that keeps growing, of one process, or of many that do not live long. */
export interface MemoryGrowth {
  /** Whose it is: "process i1", "60 processes". */
  readonly subject: string;
  /** MB of a million bytes, per hour. */
  readonly slope: number;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Oldest first; of many processes, by their age. */
  readonly troughs: readonly Trough[];
}

/** The least heap in use for a while. */
export interface Trough {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of a million bytes. */
  readonly megabytes: number;
}

/** The least heap of this long is one trough: it must be longer than the garbage collector takes from one to the next. */
const width = 1_800_000;

/**
 * The process whose heap grows fastest without end, by its troughs: the least heap in use of each half hour (see
 * `judgeLeak`). Where none does, what all have in common by their age; `null` when that does not grow either.
 *
 * Memory outside the heap (buffers, native libraries) is not seen.
 * @param processes of one version.
 */
export function memoryGrowth(processes: readonly ProcessMemory[]): MemoryGrowth | null {
  const found = processes.flatMap((process) => growthOf(process) ?? []).sort((a, b) => b.slope - a.slope);
  return found[0] ?? growthByAge(processes);
}

function growthByAge(processes: readonly ProcessMemory[]): MemoryGrowth | null {
  const { leaks, slope, confidence, points } = judgeLeakByAge(processes);
  if (!leaks) return null;
  // The oldest age is now: what is evidence lies behind us.
  const now = processes.reduce((latest, { lows }) => Math.max(latest, lows.at(-1)?.at ?? 0), 0);
  const began = now - (points.at(-1)?.x ?? 0) * hour;
  const start = median(processes.map(({ lows }) => (lows[0]?.bytes ?? 0) / 1e6)) ?? 0;
  const troughs = points.map(({ x, y }) => ({ at: began + x * hour, megabytes: start + y }));
  return { subject: `${processes.length} processes`, slope, confidence, troughs };
}

/**
 * Until memory that grows by so many MB an hour is full; `null` where nothing is known of a limit.
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
