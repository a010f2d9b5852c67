import { summarize, type Window } from '../windows/window.ts';

/** The state of a service in one window, over all its endpoints and versions. */
export interface Indicator {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly count: number;
  readonly errors: number;
  /** Milliseconds. */
  readonly p95: number;
}

/** By start. */
export function indicatorsOf(windows: readonly Window[]): readonly Indicator[] {
  return [...Map.groupBy(windows, ({ start }) => start)]
    .map(([start, window]) => {
      const { count, errors, p95 } = summarize(window);
      return { start, count, errors, p95 };
    })
    .toSorted((a, b) => a.start - b.start);
}
