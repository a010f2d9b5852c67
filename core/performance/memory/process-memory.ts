import { minute } from '../../time.ts';
import { instanceOf, type WindowPart } from '../windows/window-part.ts';

/** How much of the heap one process had in use. */
export interface ProcessMemory {
  readonly version: string;
  readonly instance: string;
  /** Oldest first. */
  readonly lows: readonly HeapLow[];
}

/** The least of ten minutes. */
export interface HeapLow {
  /** When they began, in milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
}

const width = 10 * minute;

/** Of each process that the parts tell the memory of; what an outside system measured has none behind it. */
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

/** What several readings tell of the same processes. */
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
