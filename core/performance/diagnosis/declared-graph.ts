import { NotFound } from '../../errors.ts';
import type { ServiceStore } from '../../service/service.ts';
import { type CallGraph, callGraph } from './call-graph.ts';

/** A declaration that goes on and on is cut here. */
const mostServices = 100;

/**
 * Who calls whom, from a service on, as each registered service declares it.
 * @param calls what the service itself declares.
 */
export async function declaredGraph(
  service: string,
  calls: readonly string[],
  services: Pick<ServiceStore, 'load'>,
): Promise<CallGraph> {
  const names = new Set([service, ...calls]);
  const edges = calls.map((callee) => [service, callee] as const);
  for (const name of names) {
    if (name === service) continue;
    if (names.size >= mostServices) break;
    for (const callee of await callsOf(name, services)) {
      names.add(callee);
      edges.push([name, callee]);
    }
  }
  return callGraph(edges);
}

/** Of one that is not registered nothing is known. */
async function callsOf(name: string, services: Pick<ServiceStore, 'load'>): Promise<readonly string[]> {
  try {
    return (await services.load(name)).manifest.calls;
  } catch (error) {
    if (error instanceof NotFound) return [];
    throw error;
  }
}
