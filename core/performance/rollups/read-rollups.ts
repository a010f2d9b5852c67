import { hour } from '../../time.ts';
import { joinProcesses, type ProcessMemory, processMemory } from '../memory/process-memory.ts';
import type { MetricsStore } from '../ports.ts';
import { mergeParts, type Window } from '../windows/window.ts';
import { clockSkew, lengths, startOf } from './calendar.ts';
import { type Indicator, indicatorsOf } from './indicators.ts';
import type { RollupStore } from './ports.ts';

export interface ReadRollups {
  readonly service: string;
  readonly store: Pick<MetricsStore, 'partsBetween' | 'droppedBetween'>;
  readonly rollups: Pick<
    RollupStore,
    'windowsBetween' | 'processesBetween' | 'indicatorsBetween' | 'rolledUpUntil'
  >;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far back to look, in milliseconds. */
  readonly span: number;
}

/** The measurements of a service. Times in milliseconds since 1970. */
export interface ServiceHistory {
  /** Start of the measurements: a full hour or day if it is older than the single windows. */
  readonly from: number;
  /** Single windows as measured, 5 minutes each in an installation; oldest first. */
  readonly windows: readonly Window[];
  /** The windows before them, an hour or a day each; oldest first. */
  readonly older: readonly Window[];
  /** Covers three days regardless of the other ranges, because a leak is slow. */
  readonly processes: readonly ProcessMemory[];
  /** Covers four days in windows as measured; oldest first. */
  readonly indicators: readonly Indicator[];
  /** Number of requests in the single windows that were measured and dropped. */
  readonly dropped: number;
}

/** How far back single windows are read: as far as rules compare them. */
export const finest = 6 * hour;
/** How far back hours are read; before that, days. */
const hourly = 72 * hour;
const fewDays = 4 * lengths.day;

/**
 * Reads as little as possible: single windows for the last hours and for hours not rolled up yet; before that,
 * rollups by the hour and by the day.
 */
export async function readRollups(request: ReadRollups): Promise<ServiceHistory> {
  const { service, store, rollups, now, span } = request;
  const rolledUp = (await rollups.rolledUpUntil(service)) ?? -Infinity;
  const [days, hours, windows] = begins(now, span, rolledUp);
  const partsFrom = rolledUp > now - hourly ? Math.min(windows, rolledUp) : windows;
  const [parts, dropped, ofDays, ofHours, processes, indicators] = await Promise.all([
    store.partsBetween(service, partsFrom, now + clockSkew),
    store.droppedBetween(service, partsFrom, now + clockSkew),
    between(request, 'day', days, hours),
    between(request, 'hour', hours, windows),
    rollups.processesBetween(service, startOf('hour', now - hourly), partsFrom),
    rollups.indicatorsBetween(service, startOf('hour', now - fewDays), now),
  ]);
  const read = mergeParts(parts);
  const known = indicators.at(-1)?.start ?? -Infinity;
  return {
    from: days,
    windows: read.filter(({ start }) => start >= windows),
    older: [...ofDays, ...ofHours],
    processes: joinProcesses([...processes, ...processMemory(parts)]),
    dropped,
    indicators: [...indicators, ...indicatorsOf(read.filter(({ start }) => start > known))],
  };
}

/** Start of days, hours and single windows; two starts are equal if there are none of the first kind. */
function begins(now: number, span: number, rolledUp: number): readonly [number, number, number] {
  const begin = now - span;
  if (span <= finest || rolledUp <= begin) return [begin, begin, begin];
  const windows = Math.min(startOf('hour', now - finest), rolledUp);
  if (span <= hourly) return [startOf('hour', begin), startOf('hour', begin), windows];
  const hours = Math.min(startOf('day', now - hourly), startOf('day', rolledUp));
  return [startOf('day', begin), Math.max(hours, startOf('day', begin)), windows];
}

async function between(
  { service, rollups }: ReadRollups,
  span: 'hour' | 'day',
  from: number,
  to: number,
): Promise<readonly Window[]> {
  return from < to ? rollups.windowsBetween(service, span, from, to) : [];
}
