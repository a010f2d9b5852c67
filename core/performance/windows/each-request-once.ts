import { countRequests, decodeRequests } from './request-records.ts';
import { instanceOf, type WindowPart } from './window-part.ts';

/**
 * The parts, with each request counted once: one that arrives again is in the part whose batch is first by name, and one that
 * its process counts in a histogram, too, is in that of the histogram, which misses none where spans are sampled. The result
 * has no records of requests.
 */
export function eachRequestOnce(parts: readonly WindowPart[]): readonly WindowPart[] {
  // The recorder identifies none, and most reads are of its parts alone.
  if (!parts.some(({ requests }) => requests)) return parts;
  const groups = Map.groupBy(parts, ({ windowStart, version, requests }) =>
    requests ? `${windowStart} ${version}` : null,
  );
  const counted = Map.groupBy(groups.get(null) ?? [], sourceOf);
  return [...groups].flatMap(([key, group]) => (key === null ? group : onceIn(group, counted)));
}

/** Milliseconds: a process ends a span and counts its request one after the other, and some begin a histogram with the first one. */
const apart = 10;

/** What measured, and what. */
const sourceOf = (part: WindowPart): string => `${part.version} ${instanceOf(part)} ${part.endpoint}`;

type CountedBySource = ReadonlyMap<string, readonly Pick<WindowPart, 'from' | 'to'>[]>;

function onceIn(group: readonly WindowPart[], counted: CountedBySource): readonly WindowPart[] {
  const seen = new Set<number>();
  return group
    .toSorted((a, b) => (a.batch < b.batch ? -1 : 1))
    .flatMap((part) => {
      const times = counted.get(sourceOf(part)) ?? [];
      if (group.length === 1 && times.length === 0) return [withoutRequests(part)];
      const records = decodeRequests(part);
      const last = Math.max(...records.map(endOf));
      const near = times.filter(({ from, to }) => to >= part.from - apart && from < last + apart);
      const fresh = records.filter((request) => {
        const end = endOf(request);
        const before = seen.size;
        const isCounted = near.some(({ from, to }) => end > from - apart && end <= to + apart);
        return !isCounted && seen.add(request.id).size > before;
      });
      if (fresh.length === records.length) return [withoutRequests(part)];
      return fresh.length === 0 ? [] : [{ ...withoutRequests(part), ...countRequests(fresh) }];
    });
}

/** A histogram counts a request when it ends. */
const endOf = ({ at, duration }: { readonly at: number; readonly duration: number }): number => at + duration;

function withoutRequests(part: WindowPart): WindowPart {
  const { requests: _, ...rest } = part;
  return rest;
}
