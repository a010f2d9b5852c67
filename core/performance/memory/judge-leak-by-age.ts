import { median } from '../../numbers/median.ts';
import { hour, minute } from '../../time.ts';
import { judgeLeak, type LeakJudgment, type TroughPoint } from './judge-leak.ts';
import type { HeapLow, ProcessMemory } from './process-memory.ts';

/** What processes have in common as they grow older. */
export interface PooledLeakJudgment extends LeakJudgment {
  readonly processes: number;
  /** Hours of age, and the MB of a million bytes that they hold beyond what they began with. */
  readonly points: readonly TroughPoint[];
}

const step = 10 * minute;
/** Fewer processes of an age say nothing of the others. */
const fewest = 5;
/** Hours: at a lower age a slow warm-up looks just like a leak. */
const leastAge = 3.8;
/** Of the processes, so many must rise evenly. */
const most = 0.6;

/**
 * Whether processes that do not live long enough to be judged one by one leak, as those of a function that comes and goes:
 * by their age instead of by the clock. What each does by chance, the teeth of the garbage collector above all, cancels out
 * in the median of what they gained since their first ten minutes; what all do is left, and is judged as one process is
 * (`judgeLeak`).
 *
 * Where each takes one step at another age, the median rises, too: so most must rise evenly, their middle third lying
 * between the first and the last.
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
