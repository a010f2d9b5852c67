import { judgeLeak, type Point } from './leak.ts';
import { instanceOf, type MetricPart } from './metric-part.ts';

/** A process whose memory keeps growing. */
export interface MemoryGrowth {
  readonly instance: string;
  /** MB of a million bytes, per hour. */
  readonly slope: number;
  /** The least heap of the last trough, in bytes. */
  readonly lastTrough: number;
  /** From the first trough to the last. */
  readonly hours: number;
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
  const troughs = troughsOf(parts, width);
  const [first] = parts;
  const [start] = troughs;
  const end = troughs.at(-1);
  if (!first || !start || !end) return null;
  const { leaks, slope } = judgeLeak(troughs);
  return leaks
    ? { instance: instanceOf(first), slope, lastTrough: end.y * 1e6, hours: end.x - start.x }
    : null;
}

/** Hours and MB. */
function troughsOf(parts: readonly MetricPart[], width: number): readonly Point[] {
  const groups = Map.groupBy(parts, ({ windowStart }) => Math.floor(windowStart / width) * width);
  return [...groups]
    .map(([start, group]) => ({
      x: start / hour,
      y: group.reduce((least, { memory }) => Math.min(least, memory.heapUsed), Infinity) / 1e6,
    }))
    .sort((a, b) => a.x - b.x);
}
