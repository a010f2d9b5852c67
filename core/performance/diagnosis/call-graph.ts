/** Who calls whom, without repetition; cycles and services that call themselves are fine. */
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
    // What a service spends in itself it spends itself.
    if (caller === callee) continue;
    callees.set(caller, (callees.get(caller) ?? new Set()).add(callee));
    callers.set(callee, (callers.get(callee) ?? new Set()).add(caller));
  }
  const listed = (sets: ReadonlyMap<string, ReadonlySet<string>>) =>
    new Map([...sets].map(([name, others]) => [name, [...others]]));
  return { callees: listed(callees), callers: listed(callers) };
}

/** The service and all that it calls, directly or through others. */
export function reachableFrom({ callees }: CallGraph, service: string): ReadonlySet<string> {
  const reached = new Set([service]);
  for (const name of reached) for (const callee of callees.get(name) ?? []) reached.add(callee);
  return reached;
}
