import type { TimedRequest } from './timed-requests.ts';

/** Requests that are due at the same time, in milliseconds since the beginning of the file. */
export interface Moment {
  readonly at: number;
  readonly due: readonly TimedRequest[];
}

/** As many as a page asks for at once; a file that gives all its requests one time means no more by it. */
const mostAtOnce = 8;

/** Joins the requests of each moment, in their order. */
export function momentsOf(requests: readonly TimedRequest[]): readonly Moment[] {
  return [...Map.groupBy(requests, ({ at }) => at)].flatMap(([at, due]) =>
    Array.from({ length: Math.ceil(due.length / mostAtOnce) }, (_, i) => ({
      at,
      due: due.slice(i * mostAtOnce, (i + 1) * mostAtOnce),
    })),
  );
}
