import { matchEndpoint } from '../../service/match-endpoint.ts';
import type { RecordedRequest, SeenRequest } from '../jobs.ts';

const mostOfTarget = 30;
const mostOfOthers = 6;

/**
 * Selects the requests to replay: distinct ones, many to the improved endpoint and a few to every other, in
 * production's order.
 *
 * @param templates the service's endpoints, `METHOD /route/:template`; requests to none of them are left out.
 */
export function selectRequests(
  seen: readonly SeenRequest[],
  templates: readonly string[],
  target: string,
): readonly RecordedRequest[] {
  // Of two templates that match, the one with more literals is meant: `/products/new` before `/products/:id`.
  const matchers = templates.map(matchEndpoint).sort((a, b) => b.literals - a.literals);
  const taken = new Map<string, number>();
  const known = new Set<string>();
  const selected: RecordedRequest[] = [];
  for (const request of seen) {
    const endpoint = matchers.find(({ matches }) => matches(request))?.endpoint;
    const identity = `${request.method} ${request.path} ${request.body ?? ''}`;
    if (endpoint === undefined || known.has(identity)) continue;
    const count = taken.get(endpoint) ?? 0;
    if (count >= (endpoint === target ? mostOfTarget : mostOfOthers)) continue;
    known.add(identity);
    taken.set(endpoint, count + 1);
    selected.push({ ...request, endpoint });
  }
  return selected;
}
