import { minute } from '../../time.ts';
import type { Sketch } from '../sketch/sketch.ts';
import { type WindowPart, windowStartOf } from './window-part.ts';

/** An outside system's measurements of one minute of one endpoint and version. Durations in milliseconds. */
export interface MeasuredMinute {
  readonly service: string;
  readonly endpoint: string;
  readonly version: string;
  /** The minute's start, in milliseconds since 1970. */
  readonly minute: number;
  readonly count: number;
  readonly errors: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly sketch: Sketch;
}

/**
 * The part that a minute adds to its window. Its batch is the minute itself, so rereading a minute replaces the
 * earlier reading. It has no process and therefore no memory.
 * @param source becomes the part's instance: `cloudwatch`.
 */
export function partOfMinute(measured: MeasuredMinute, windowSeconds: number, source: string): WindowPart {
  const { minute: start, ...numbers } = measured;
  return {
    ...numbers,
    windowStart: windowStartOf(start, windowSeconds),
    from: start,
    to: start + minute - 1,
    batch: `${source}#${start}`,
    memory: { rss: 0, heapUsed: 0 },
  };
}
