import { instanceOf, type WindowPart } from '../performance/windows/window-part.ts';

/** A time in which a process lost measurements. Milliseconds since 1970. */
export interface LossyTime {
  readonly from: number;
  readonly to: number;
  readonly lost: number;
}

/**
 * The times in which a process lost measurements: from the first request of the batch that reports the loss to the first of
 * its next batch, because a full buffer keeps the first measurements and loses the last ones.
 */
export function lossyTimes(parts: readonly WindowPart[], now: number): readonly LossyTime[] {
  if (parts.every(({ lost = 0 }) => lost === 0)) return [];
  const byInstance = Map.groupBy(parts, instanceOf);
  return [...byInstance.values()].flatMap((own) => {
    const batches = [...Map.groupBy(own, ({ batch }) => batch).values()]
      .map((group) => ({
        from: Math.min(...group.map(({ from }) => from)),
        lost: group[0]?.lost ?? 0,
      }))
      .sort((a, b) => a.from - b.from);
    return batches.flatMap(({ from, lost }, i) =>
      lost > 0 ? [{ from, to: batches[i + 1]?.from ?? now, lost }] : [],
    );
  });
}
