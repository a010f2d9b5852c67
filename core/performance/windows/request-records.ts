import { sketchOf } from '../sketch/sketch.ts';
import type { Measurement } from './metrics-batch.ts';
import type { WindowPart } from './window-part.ts';

/*
 * The requests of a part one by one, for senders that repeat requests in other batches. 16 bytes a request, big-endian:
 * the last 6 bytes of its ID, because some senders count; its HTTP status in 2; its start after the window's, in
 * milliseconds, in 4; its duration in milliseconds as a float in 4.
 */
const size = 16;

/** A request that its sender identifies, by 16 hexadecimal digits. */
export interface IdentifiedMeasurement extends Measurement {
  readonly id: string;
}

export function encodeRequests(
  measurements: readonly IdentifiedMeasurement[],
  windowStart: number,
): Uint8Array {
  const bytes = new Uint8Array(size * measurements.length);
  const view = new DataView(bytes.buffer);
  for (const [i, { id, status, at, duration }] of measurements.entries()) {
    const place = i * size;
    view.setUint32(place, Number.parseInt(id.slice(4, 12), 16));
    view.setUint16(place + 4, Number.parseInt(id.slice(12), 16));
    view.setUint16(place + 6, status);
    view.setUint32(place + 8, at - windowStart);
    view.setFloat32(place + 12, duration);
  }
  return bytes;
}

type Counted = Pick<
  WindowPart,
  'from' | 'to' | 'count' | 'errors' | 'redirects' | 'rejections' | 'sum' | 'min' | 'max' | 'sketch'
>;

/** What these requests contribute to a window. @param measurements at least one. */
export function countRequests(measurements: readonly Omit<Measurement, 'endpoint'>[]): Counted {
  const durations = measurements.map(({ duration }) => duration);
  const times = measurements.map(({ at }) => at);
  const withStatus = (from: number, to: number) =>
    measurements.filter(({ status }) => status >= from && status < to).length;
  return {
    from: Math.min(...times),
    to: Math.max(...times),
    count: measurements.length,
    errors: withStatus(500, 600),
    redirects: withStatus(300, 400),
    rejections: withStatus(400, 500),
    sum: durations.reduce((sum, duration) => sum + duration, 0),
    min: Math.min(...durations),
    max: Math.max(...durations),
    sketch: sketchOf(durations),
  };
}

/** The requests of a part whose sender identifies them; none of another part. */
export function decodeRequests({ requests = new Uint8Array(), windowStart }: WindowPart) {
  const view = new DataView(requests.buffer, requests.byteOffset, requests.byteLength);
  return Array.from({ length: requests.byteLength / size }, (_, i) => {
    const place = i * size;
    return {
      id: view.getUint32(place) * 2 ** 16 + view.getUint16(place + 4),
      status: view.getUint16(place + 6),
      at: windowStart + view.getUint32(place + 8),
      duration: view.getFloat32(place + 12),
    };
  });
}
