import type { SeenByTheSource } from './memory-metrics-source.ts';

const minute = 60_000;

/** In seconds, each 5 % above the one before: from 1 ms to 2 s. */
const bounds = Array.from({ length: 157 }, (_, i) => Number((0.001 * 1.05 ** i).toPrecision(6)));

/**
 * Prometheus' scrapes at each minute around noon, in OpenMetrics format, of processes that count these requests in a
 * histogram `http_seconds` by route, version and status.
 */
export function scrapesOf(requests: readonly SeenByTheSource[], noon: number): string {
  const times = Array.from({ length: 16 }, (_, i) => noon + (i - 2) * minute);
  const groups = Map.groupBy(requests, ({ endpoint, version, status }) =>
    [`route="${endpoint}"`, `version="${version}"`, `code="${status}"`].join(','),
  );
  const lines = [...groups].flatMap(([labels, group]) => {
    const until = (time: number) => group.filter(({ at }) => at < time);
    const seconds = (some: readonly SeenByTheSource[]) => some.map(({ duration }) => duration / 1_000);
    const sample = (name: string, value: (some: readonly SeenByTheSource[]) => number, more = '') =>
      times.map((time) => `http_seconds_${name}{${labels}${more}} ${value(until(time))} ${time / 1_000}`);
    return [
      ...bounds.flatMap((bound) =>
        sample('bucket', (some) => seconds(some).filter((value) => value <= bound).length, `,le="${bound}"`),
      ),
      ...sample('bucket', (some) => some.length, ',le="+Inf"'),
      ...sample('count', (some) => some.length),
      ...sample('sum', (some) => seconds(some).reduce((sum, value) => sum + value, 0)),
    ];
  });
  return ['# TYPE http_seconds histogram', ...lines, '# EOF', ''].join('\n');
}
