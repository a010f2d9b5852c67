import { minute } from '../../time.ts';
import { instanceOf, type WindowPart } from '../windows/window-part.ts';

/** The heap that one process had in use. */
export interface ProcessMemory {
  readonly version: string;
  readonly instance: string;
  /** Oldest first. */
  readonly lows: readonly HeapLow[];
}

/** Minimum of each ten minutes. */
export interface HeapLow {
  /** Start of the ten minutes, in milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

const width = 10 * minute;

/** The memory of each process in the parts; parts from an outside system have no process. */
export function processMemory(
  parts: readonly Pick<WindowPart, 'version' | 'batch' | 'windowStart' | 'memory'>[],
): readonly ProcessMemory[] {
  const known = parts.filter(({ memory }) => memory.heapUsed > 0);
  return joinProcesses(
    known.map((part) => ({
      version: part.version,
      instance: instanceOf(part),
      lows: [{ at: part.windowStart, bytes: part.memory.heapUsed }],
    })),
  );
}

/** Merges several readings of the same processes. */
export function joinProcesses(readings: readonly ProcessMemory[]): readonly ProcessMemory[] {
  const groups = Map.groupBy(readings, ({ version, instance }) => JSON.stringify([version, instance]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, lows: lowsOf(group.flatMap(({ lows }) => lows)) }] : [];
  });
}

function lowsOf(readings: readonly HeapLow[]): readonly HeapLow[] {
  const lows = new Map<number, number>();
  for (const { at, bytes } of readings) {
    const start = Math.floor(at / width) * width;
    lows.set(start, Math.min(lows.get(start) ?? Infinity, bytes));
  }
  return [...lows].map(([at, bytes]) => ({ at, bytes })).toSorted((a, b) => a.at - b.at);
}
