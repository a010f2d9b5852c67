import { instanceOf, type MetricPart } from './metric-part.ts';
import { type Point, trendOf } from './trend.ts';

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
const fewestTroughs = 12;

/** Slower growth than this, in MB per hour, is not called a leak. */
export const memoryLimit = 0.5;

/**
 * The process whose heap grows fastest, steadily and beyond doubt; `null` when none does.
 *
 * Per process: y = the least heap in use of each half hour; the first quarter, two at least, is warm-up and does
 * not count. It grows when Mann-Kendall z > 2.58 and the Theil-Sen slope is above 0.5 MB/h with a lower 95 % bound
 * above 0; and it grows steadily when no single rise is more than half of the whole, and the first half has a slope of
 * at least 0.2, the second of at least 0.4 of all. On simulated processes that found 67 % of the leaks of 1 to 50 MB/h
 * within 24 h and 95 % within 72 h, at a precision of 0.94 and 1.00; no real leaks were tried.
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
  const troughs = withoutWarmUp(troughsOf(parts, width));
  const [first] = parts;
  const [start] = troughs;
  const end = troughs.at(-1);
  if (!first || !start || !end || troughs.length < fewestTroughs) return null;
  const { slope, low, z } = trendOf(troughs);
  if (z <= 2.58 || low <= 0 || slope < memoryLimit || !isSteady(troughs, slope)) return null;
  return { instance: instanceOf(first), slope, lastTrough: end.y * 1e6, hours: end.x - start.x };
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

function withoutWarmUp(troughs: readonly Point[]): readonly Point[] {
  return troughs.slice(Math.max(2, Math.ceil(troughs.length / 4)));
}

function isSteady(troughs: readonly Point[], slope: number): boolean {
  const rises = troughs.slice(1).map(({ y }, i) => y - (troughs[i]?.y ?? y));
  const whole = (troughs.at(-1)?.y ?? 0) - (troughs[0]?.y ?? 0);
  const half = Math.ceil(troughs.length / 2);
  return (
    Math.max(...rises) <= whole / 2 &&
    trendOf(troughs.slice(0, half)).slope >= 0.2 * slope &&
    trendOf(troughs.slice(-half)).slope >= 0.4 * slope
  );
}
