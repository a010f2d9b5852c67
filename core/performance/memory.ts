import type { RunsOn } from './cost.ts';
import { judgeLeak } from './leak.ts';
import type { Low, ProcessMemory } from './process-memory.ts';

/** A process whose memory keeps growing. */
export interface MemoryGrowth {
  readonly instance: string;
  /** MB of a million bytes, per hour. */
  readonly slope: number;
  /** How sure it is, in [0, 1]. */
  readonly confidence: number;
  /** Oldest first. */
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
const hour = 3_600_000;

/**
 * The process whose heap grows fastest without end, by its troughs: the least heap in use of each half hour (see
 * `judgeLeak`); `null` when none does.
 *
 * Memory outside the heap (buffers, native libraries) is not seen.
 */
export function memoryGrowth(processes: readonly ProcessMemory[]): MemoryGrowth | null {
  const found = processes.flatMap((each) => growthOf(each) ?? []).sort((a, b) => b.slope - a.slope);
  return found[0] ?? null;
}

/**
 * Until memory that grows by so many MB an hour is full; `null` where nothing is known of a limit.
 * @param megabytes in use after garbage collection.
 */
export function hoursToLimit(megabytes: number, slope: number, runsOn: RunsOn | undefined): number | null {
  if (!runsOn || slope <= 0) return null;
  return Math.max(0, (runsOn.memoryMb * 1.048576 - megabytes) / slope);
}

function growthOf({ instance, lows }: ProcessMemory): MemoryGrowth | null {
  const troughs = troughsOf(lows);
  const { leaks, slope, confidence } = judgeLeak(
    troughs.map(({ at, megabytes }) => ({ x: at / hour, y: megabytes })),
  );
  return leaks ? { instance, slope, confidence, troughs } : null;
}

function troughsOf(lows: readonly Low[]): readonly Trough[] {
  return [...Map.groupBy(lows, ({ at }) => Math.floor(at / width) * width)].map(([at, group]) => ({
    at,
    megabytes: group.reduce((least, { bytes }) => Math.min(least, bytes), Infinity) / 1e6,
  }));
}
