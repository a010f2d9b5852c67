import { median } from '../../numbers/median.ts';
import { hour, minute } from '../../time.ts';
import { judgeLeak, type LeakJudgment, type TroughPoint } from './judge-leak.ts';
import type { HeapLow, ProcessMemory } from './process-memory.ts';

/** The memory trend that processes share as they age. */
export interface PooledLeakJudgment extends LeakJudgment {
  readonly processes: number;
  /** Age in hours, and memory in MB (a million bytes) above the initial memory. */
  readonly points: readonly TroughPoint[];
}

const step = 10 * minute;
/** With fewer processes of an age, nothing can be said about the others. */
const fewest = 5;
/** In hours: at a lower age, a slow warm-up looks exactly like a leak. */
const leastAge = 3.8;
/** The share of processes that must rise evenly. */
const most = 0.6;

/**
 * Decides whether processes leak that do not live long enough to be examined one by one, such as those of a Lambda
 * function, by their age instead of by the clock. Random variation of each process, mainly the sawtooth of the
 * garbage collector, cancels out in the median of the growth since their first ten minutes. The common trend remains
 * and is examined like that of one process (`judgeLeak`).
 *
 * If each process takes one step at a different age, the median rises too. So most processes must rise evenly, with
 * their middle third between the first and the last.
 * @param processes of one version.
 */
export function judgeLeakByAge(processes: readonly ProcessMemory[]): PooledLeakJudgment {
  const gains = new Map<number, number[]>();
  for (const { lows } of processes)
    for (const { at, bytes } of lows) {
      const age = Math.round((at - (lows[0]?.at ?? at)) / step);
      const gained = (bytes - (lows[0]?.bytes ?? bytes)) / 1e6;
      gains.set(age, [...(gains.get(age) ?? []), gained]);
    }
  const points = [...gains]
    .filter(([, all]) => all.length >= fewest)
    .toSorted(([a], [b]) => a - b)
    .map(([age, all]) => ({ x: (age * step) / hour, y: median(all) ?? 0 }));
  const judgment = judgeLeak(points);
  const even = processes.filter(({ lows }) => risesEvenly(lows)).length / processes.length;
  const isOldEnough = (points.at(-1)?.x ?? 0) >= leastAge;
  return {
    ...judgment,
    leaks: judgment.leaks && isOldEnough && even >= most,
    processes: processes.length,
    points,
  };
}

function risesEvenly(lows: readonly HeapLow[]): boolean {
  const third = Math.floor(lows.length / 3);
  const mean = (some: readonly HeapLow[]) => some.reduce((sum, { bytes }) => sum + bytes, 0) / some.length;
  const first = mean(lows.slice(0, third));
  const middle = mean(lows.slice(third, lows.length - third));
  const last = mean(lows.slice(-third));
  const way = (middle - first) / (last - first);
  return third > 0 && way > 0.2 && way < 0.8;
}
