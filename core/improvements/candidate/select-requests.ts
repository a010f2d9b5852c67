import { endpointMatcher } from '../../service/match-endpoint.ts';
import type { RecordedRequest, SeenRequest, VerifyJob } from '../jobs.ts';
import { identityOf, isRead, shapeOf } from './request-shape.ts';

export interface RequestSelection {
  /** In production's order. */
  readonly requests: readonly RecordedRequest[];
  /** What they were selected from. */
  readonly recorded: NonNullable<VerifyJob['recorded']>;
}

const mostOfTarget = 30;
const mostOfOthers = 6;
/** Requests to all other endpoints together, unless there are more endpoints than that. */
const mostOfAllOthers = 90;
/** Reads that are added because they read back what a selected write wrote. */
const mostReadBacks = 20;

interface Seen {
  readonly request: RecordedRequest;
  /** In the order of production. */
  readonly place: number;
  readonly isWhole: boolean;
  readonly shape: string;
  /** The path up to its first parameter: requests to `/carts/7/lines` and `/carts/7` concern one resource. */
  readonly resource: string;
}

/**
 * Selects the requests to replay: many distinct ones to the improved endpoint, a few to every other, of as many shapes as
 * possible; first those about a resource that the improved endpoint was asked for. Around a write, the reads of its
 * resource before and after it are selected too.
 *
 * @param templates the service's endpoints, `METHOD /route/:template`; requests to none of them are left out.
 */
export function selectRequests(
  seen: readonly SeenRequest[],
  templates: readonly string[],
  target: string,
): RequestSelection {
  const match = endpointMatcher(templates);
  const known = seen.flatMap(({ bodyOmitted, ...request }, place): Seen[] => {
    const found = match(request);
    if (found === null) return [];
    const { endpoint, resource } = found;
    const recorded = { ...request, endpoint };
    const isWhole = bodyOmitted !== true;
    // The structure of a body that was not kept is unknown: it is a shape of its own.
    const shape = isWhole ? shapeOf(recorded) : `${endpoint} body omitted`;
    return [{ request: recorded, place, isWhole, shape, resource }];
  });
  const whole = known.filter(({ isWhole }) => isWhole);
  const ofTarget = varied(distinct(whole.filter(({ request }) => request.endpoint === target)), mostOfTarget);
  const selected = [
    ...ofTarget,
    ...othersIn(whole, target, new Set(ofTarget.map(({ resource }) => resource))),
  ];
  const all = new Set([...selected, ...readBacksOf(selected, whole)]);
  const shapes = known.filter(({ request }) => request.endpoint === target).map(({ shape }) => shape);
  return {
    requests: [...all].sort((a, b) => a.place - b.place).map(({ request }) => request),
    recorded: { requests: distinct(known).length, targetShapes: new Set(shapes).size },
  };
}

function othersIn(whole: readonly Seen[], target: string, resources: ReadonlySet<string>): Seen[] {
  const others = whole.filter(({ request }) => request.endpoint !== target);
  const endpoints = [...Map.groupBy(others, ({ request }) => request.endpoint).values()];
  const most = Math.min(mostOfOthers, Math.max(1, Math.floor(mostOfAllOthers / endpoints.length)));
  return endpoints.flatMap((own) => {
    const [related = [], unrelated = []] = [true, false].map((isRelated) =>
      distinct(own).filter(({ resource }) => resources.has(resource) === isRelated),
    );
    return varied([...related, ...unrelated], most);
  });
}

/** For each write, the last read of its resource before it and the first one after it. */
function readBacksOf(selected: readonly Seen[], whole: readonly Seen[]): Seen[] {
  const writes = selected.filter(({ request }) => !isRead(request));
  const reads = whole.filter(({ request }) => isRead(request));
  return writes
    .flatMap((write) => {
      const about = reads.filter((read) => concernsOneResource(read, write));
      return [
        about.findLast(({ place }) => place < write.place),
        about.find(({ place }) => place > write.place),
      ].filter((read) => read !== undefined);
    })
    .slice(0, mostReadBacks);
}

/** `/orders` and `/orders/7` do: a list and its items. */
function concernsOneResource({ resource: first }: Seen, { resource: second }: Seen): boolean {
  return first === second || first.startsWith(`${second}/`) || second.startsWith(`${first}/`);
}

function distinct(requests: readonly Seen[]): Seen[] {
  return [
    ...new Map(requests.toReversed().map((seen) => [identityOf(seen.request), seen])).values(),
  ].reverse();
}

/** At most so many: one of each shape, then the others in order. */
function varied(requests: readonly Seen[], most: number): Seen[] {
  const firsts = new Map(requests.toReversed().map((seen) => [seen.shape, seen]));
  return [...new Set([...[...firsts.values()].reverse(), ...requests])].slice(0, most);
}
