import type { Measurement } from './metrics-batch.ts';

/** Maximum number of endpoints per batch that are kept separately. */
export const maxEndpoints = 200;
/** No route of a service reads like this; `/*` may be one. */
const others = '/(others)';

/**
 * Combines the rarest of too many endpoints into one, such as `GET /(others)`: each endpoint costs one record per window,
 * and a service that names its endpoints by paths has as many endpoints as requests.
 */
export function limitEndpoints<Each extends Measurement>(measurements: readonly Each[]): readonly Each[] {
  const counts = new Map<string, number>();
  for (const { endpoint } of measurements) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  if (counts.size <= maxEndpoints) return measurements;
  const byCount = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const apart = new Set(byCount.slice(0, maxEndpoints).map(([endpoint]) => endpoint));
  return measurements.map((measurement) =>
    apart.has(measurement.endpoint)
      ? measurement
      : { ...measurement, endpoint: catchAllOf(measurement.endpoint) },
  );
}

/** A callee has no method. */
function catchAllOf(name: string): string {
  const [method, path] = name.split(' ');
  return path === undefined ? '*' : `${method} ${others}`;
}

/** Whether it stands for several endpoints. */
export const isCatchAll = (endpoint: string): boolean => endpoint.endsWith(` ${others}`);
