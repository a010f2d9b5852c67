import { daysKept } from '../../retention.ts';
import { hour, minute } from '../../time.ts';
import { type ProcessMemory, processMemory } from '../memory/process-memory.ts';
import type { MetricsStore } from '../ports.ts';
import { mergeParts, mergeWindows } from '../windows/window.ts';
import { lengths, startOf } from './calendar.ts';
import { indicatorsOf } from './indicators.ts';
import type { RollupStore } from './ports.ts';

export interface RollUp {
  readonly service: string;
  readonly store: Pick<MetricsStore, 'partsBetween'>;
  readonly rollups: RollupStore;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Delay between an hour's end and its rollup: measurements that arrive after it are late. */
const settling = 15 * minute;
/** Maximum number of hours with measurements rolled up in one run: after a long pause, several runs catch up. */
const mostHours = 48;
/** Maximum number of processes per hour. If a service has more, the longest-lived ones are kept. */
const mostProcesses = 500;

/**
 * Rolls up the windows of ended hours to one window per endpoint and version, and hours to days, so that each part is
 * read once. The mark moves after the hour is written: if the process ends in between, the next run repeats the hour
 * with the same result. Hours with late parts are rolled up again, with their days.
 */
export async function rollUp(request: RollUp): Promise<void> {
  const { service, rollups, now } = request;
  const until = startOf('hour', now - settling);
  const known = await rollups.rolledUpUntil(service);
  // A clock that was set back has hours to roll up again.
  const mark = Math.min(known ?? startOf('hour', now - daysKept.windowParts * lengths.day), until);
  if (known !== null && known > mark) await rollups.markRolledUp(service, mark);
  for (const late of await rollups.lateHours(service)) {
    if (late.start >= mark) continue;
    await rollUpHour(request, late.start);
    if (startOf('day', late.start) + lengths.day <= mark)
      await rollUpDay(request, startOf('day', late.start));
    await rollups.clearLate(service, late);
  }
  let left = mostHours;
  let start = mark;
  while (start < until && left > 0) {
    const wasMeasured = await rollUpHour(request, start);
    start += hour;
    if (startOf('day', start) === start) await rollUpDay(request, start - lengths.day);
    if (!wasMeasured) continue;
    left -= 1;
    await rollups.markRolledUp(service, start);
  }
  if (start > mark) await rollups.markRolledUp(service, start);
}

/** Returns whether the hour has measurements. */
async function rollUpHour({ service, store, rollups }: RollUp, start: number): Promise<boolean> {
  const parts = await store.partsBetween(service, start, start + hour);
  const windows = mergeParts(parts);
  await rollups.saveWindows('hour', mergeWindows(windows, start));
  await rollups.saveIndicators(service, start, indicatorsOf(windows));
  await rollups.saveProcesses(service, start, longestLived(processMemory(parts)));
  return parts.length > 0;
}

function longestLived(processes: readonly ProcessMemory[]): readonly ProcessMemory[] {
  return processes.toSorted((a, b) => b.lows.length - a.lows.length).slice(0, mostProcesses);
}

async function rollUpDay({ service, rollups }: RollUp, start: number): Promise<void> {
  const hours = await rollups.windowsBetween(service, 'hour', start, start + lengths.day);
  await rollups.saveWindows('day', mergeWindows(hours, start));
}
