import { judgeLeak } from './leak.ts';
import { instanceOf, type MetricPart } from './metric-part.ts';

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

export interface MemoryOptions {
  /** The least heap of this long is one trough: it must be longer than the garbage collector takes from one to the next. */
  readonly troughSeconds?: number;
}

const hour = 3_600_000;

/**
 * The process whose heap grows fastest without end, by its troughs: the least heap in use of each half hour (see
 * `judgeLeak`); `null` when none does.
 *
 * Memory outside the heap (buffers, native libraries) is not seen.
 */
export function memoryGrowth(
  parts: readonly MetricPart[],
  { troughSeconds = 1_800 }: MemoryOptions = {},
): MemoryGrowth | null {
  const found = [...Map.groupBy(parts, (part) => `${part.version} ${instanceOf(part)}`).values()]
    .flatMap((ofProcess) => growthOf(ofProcess, troughSeconds * 1_000) ?? [])
    .sort((a, b) => b.slope - a.slope);
  return found[0] ?? null;
}

function growthOf(parts: readonly MetricPart[], width: number): MemoryGrowth | null {
  const [first] = parts;
  if (!first) return null;
  const troughs = troughsOf(parts, width);
  const { leaks, slope, confidence } = judgeLeak(
    troughs.map(({ at, megabytes }) => ({ x: at / hour, y: megabytes })),
  );
  return leaks ? { instance: instanceOf(first), slope, confidence, troughs } : null;
}

function troughsOf(parts: readonly MetricPart[], width: number): readonly Trough[] {
  const groups = Map.groupBy(parts, ({ windowStart }) => Math.floor(windowStart / width) * width);
  return [...groups]
    .map(([at, group]) => ({
      at,
      megabytes: group.reduce((least, { memory }) => Math.min(least, memory.heapUsed), Infinity) / 1e6,
    }))
    .toSorted((a, b) => a.at - b.at);
}
