import { minute } from '../../time.ts';
import type { Sketch } from '../sketch/sketch.ts';
import { limitEndpoints } from './limit-endpoints.ts';
import type { Measurement, MetricsBatch } from './metrics-batch.ts';
import type { ReceivedBatch } from './received-batch.ts';
import { countRequests, encodeRequests, type IdentifiedMeasurement } from './request-records.ts';

/** Bytes. */
export interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
}

/** In milliseconds. Parts are found by the start of their window, which is at most this long before their requests. */
export const longestWindow = 5 * minute;

/** The contribution of one batch to one window of one endpoint and version. Times in milliseconds since 1970. */
export interface WindowPart {
  readonly service: string;
  readonly endpoint: string;
  readonly version: string;
  readonly windowStart: number;
  /** When the first and the last of its requests began. */
  readonly from: number;
  readonly to: number;
  /** `instance#sequence`: the same batch sent twice makes the same part. */
  readonly batch: string;
  readonly count: number;
  /** Number of responses with status 500 or above. */
  readonly errors: number;
  /** Responses with status 300 to 399, and 400 to 499; absent if the source does not tell. */
  readonly redirects?: number;
  readonly rejections?: number;
  /** Measurements that the process lost while it gathered this batch; absent if it lost none. */
  readonly lost?: number;
  /** Distribution of the durations, in milliseconds. */
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly sketch: Sketch;
  /** Memory of the whole process, when the batch was created. */
  readonly memory: Memory;
  /** Its requests one by one, if their sender identifies them; stores count each once when they read. */
  readonly requests?: Uint8Array;
}

/** The common properties of measurements that arrived together. */
export type PartOrigin = Pick<WindowPart, 'service' | 'version' | 'batch' | 'memory' | 'lost'>;

/** One part for each endpoint and window in the batch; none for a batch without measurements. */
export function partsOf(
  { service, version, memory, measurements, dropped, ...batch }: ReceivedBatch,
  windowSeconds: number,
): readonly WindowPart[] {
  const lost = dropped > 0 ? { lost: dropped } : {};
  return partsFrom(
    { service, version, memory, batch: batchName(batch), ...lost },
    measurements,
    windowSeconds,
  );
}

/** The name of a batch: the same batch sent twice has the same one. */
export const batchName = ({ instance, sequence }: Pick<MetricsBatch, 'instance' | 'sequence'>): string =>
  `${instance}#${sequence}`;

/** The same for measurements that arrived in another format. */
export function partsFrom(
  origin: PartOrigin,
  measurements: readonly (Measurement | IdentifiedMeasurement)[],
  windowSeconds: number,
): readonly WindowPart[] {
  const startOf = ({ at }: Measurement) => windowStartOf(at, windowSeconds);
  const groups = Map.groupBy(limitEndpoints(measurements), (one) => `${startOf(one)} ${one.endpoint}`);
  return [...groups.values()].flatMap((group): WindowPart[] => {
    const [first] = group;
    if (!first) return [];
    const windowStart = startOf(first);
    const identified = group.filter((one) => 'id' in one);
    return [
      {
        ...origin,
        endpoint: first.endpoint,
        windowStart,
        ...countRequests(group),
        ...(identified.length === group.length ? { requests: encodeRequests(identified, windowStart) } : {}),
      },
    ];
  });
}

/** The start of the window that contains a time; both in milliseconds since 1970. */
export function windowStartOf(at: number, windowSeconds: number): number {
  const length = windowSeconds * 1_000;
  return Math.floor(at / length) * length;
}

/** The process that measured the part. */
export function instanceOf({ batch }: Pick<WindowPart, 'batch'>): string {
  return batch.slice(0, batch.lastIndexOf('#'));
}
