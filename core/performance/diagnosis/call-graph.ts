/** Which service calls which, without duplicates; may contain cycles and services that call themselves. */
export interface CallGraph {
  /** By caller. */
  readonly callees: ReadonlyMap<string, readonly string[]>;
  /** By callee. */
  readonly callers: ReadonlyMap<string, readonly string[]>;
}

/** @param edges caller and callee. */
export function callGraph(edges: Iterable<readonly [caller: string, callee: string]>): CallGraph {
  const callees = new Map<string, Set<string>>();
  const callers = new Map<string, Set<string>>();
  for (const [caller, callee] of edges) {
    // Calls to itself count as the service's own time.
    if (caller === callee) continue;
    callees.set(caller, (callees.get(caller) ?? new Set()).add(callee));
    callers.set(callee, (callers.get(callee) ?? new Set()).add(caller));
  }
  const listed = (sets: ReadonlyMap<string, ReadonlySet<string>>) =>
    new Map([...sets].map(([name, others]) => [name, [...others]]));
  return { callees: listed(callees), callers: listed(callers) };
}

/** The service and all services that it calls, directly or indirectly. */
export function reachableFrom({ callees }: CallGraph, service: string): ReadonlySet<string> {
  const reached = new Set([service]);
  for (const name of reached) for (const callee of callees.get(name) ?? []) reached.add(callee);
  return reached;
}

/**
 * The part of the graph that a service reaches, without calls that lead back towards it: of two services that call
 * each other, the one nearer to it is the caller. Otherwise each would explain the other, and neither would be a
 * suspect.
 */
export function downwardFrom(graph: CallGraph, service: string): CallGraph {
  const depths = depthsFrom(graph, service);
  const depthOf = (name: string) => depths.get(name) ?? Infinity;
  const leadsBack = (caller: string, callee: string) =>
    depthOf(callee) <= depthOf(caller) && reachableFrom(graph, callee).has(caller);
  return callGraph(
    [...depths.keys()].flatMap((caller) =>
      (graph.callees.get(caller) ?? [])
        .filter((callee) => !leadsBack(caller, callee))
        .map((callee) => [caller, callee] as const),
    ),
  );
}

/** The minimum number of calls from the service to each service that it reaches. */
function depthsFrom({ callees }: CallGraph, service: string): ReadonlyMap<string, number> {
  const depths = new Map([[service, 0]]);
  for (const [name, depth] of depths)
    for (const callee of callees.get(name) ?? []) if (!depths.has(callee)) depths.set(callee, depth + 1);
  return depths;
}
