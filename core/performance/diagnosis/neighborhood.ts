import { NotFound } from '../../errors.ts';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import type { ServiceStore } from '../../service/service.ts';
import type { MetricsStore } from '../ports.ts';
import { mergeParts, type Window } from '../windows/window.ts';
import { type CallGraph, callGraph } from './call-graph.ts';
import { outgoingCallsOf } from './outgoing-calls.ts';

/** A service and all services that it calls, directly or indirectly. */
export interface Neighborhood {
  readonly graph: CallGraph;
  /** The services' own measurements, oldest first. */
  readonly ownWindows: ReadonlyMap<string, readonly Window[]>;
  /** Their callers' measurements of them. */
  readonly callerWindows: ReadonlyMap<string, readonly Window[]>;
}

export interface ReadNeighborhood {
  readonly service: string;
  /** The services that the service declares to call, by their registered names. */
  readonly declared: readonly string[];
  /** Its measurements of itself, and of its calls by callee; oldest first. */
  readonly windows: readonly Window[];
  readonly calls: readonly Window[];
  readonly services: Pick<ServiceStore, 'load'>;
  readonly store: Pick<MetricsStore, 'partsBetween'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface NeighborService {
  readonly name: string;
  readonly declared: readonly string[];
  readonly windows: readonly Window[];
  readonly calls: readonly Window[];
}

/** Maximum size of the graph, and number of services read concurrently. */
const mostServices = 100;
const atOnce = 8;

/** The calls reachable from a service, as services declare them and as their traces show them. */
export async function readNeighborhood(request: ReadNeighborhood): Promise<Neighborhood> {
  const known = new Map<string, NeighborService>();
  let next: readonly NeighborService[] = [{ name: request.service, ...request }];
  while (next.length > 0) {
    for (const item of next) known.set(item.name, item);
    const names = [...new Set(next.flatMap(calleesOf))].filter((name) => !known.has(name));
    next = await mapWithConcurrency(names.slice(0, mostServices - known.size), atOnce, (name) =>
      read(name, request),
    );
  }
  const all = [...known.values()];
  return {
    graph: callGraph(all.flatMap((entry) => calleesOf(entry).map((callee) => [entry.name, callee] as const))),
    ownWindows: new Map(all.map(({ name, windows }) => [name, windows])),
    callerWindows: Map.groupBy(
      all.flatMap(({ calls }) => calls),
      ({ endpoint }) => endpoint,
    ),
  };
}

const calleesOf = ({ declared, calls }: NeighborService): readonly string[] => [
  ...new Set([...declared, ...calls.map(({ endpoint }) => endpoint)]),
];

async function read(
  name: string,
  { services, store, windows, calls, now }: ReadNeighborhood,
): Promise<NeighborService> {
  const from = (windows[0] ?? calls[0])?.start ?? now;
  const [declared, own, made] = await Promise.all([
    declaredBy(name, services),
    store.partsBetween(name, from, now),
    store.partsBetween(outgoingCallsOf(name), from, now),
  ]);
  return { name, declared, windows: mergeParts(own), calls: mergeParts(made) };
}

/** Nothing is known about a service that is not registered. */
async function declaredBy(name: string, services: Pick<ServiceStore, 'load'>): Promise<readonly string[]> {
  try {
    return (await services.load(name)).manifest.calls;
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}
