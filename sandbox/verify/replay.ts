import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { describeDifference } from '#core/proof/compare-responses.ts';
import type { HttpResponse } from './client.ts';
import { describeEnding, type RunningService } from './service.ts';

/** The outcome of a request: a response, or a sentence that says why there was none. */
export type ReplayOutcome = HttpResponse | string;

export interface Equivalence {
  /** Requests whose responses were compared. */
  readonly compared: number;
  /** Requests for which the base's responses differed between two runs. */
  readonly unstable: number;
  /** At most 10 sentences. */
  readonly differences: readonly string[];
}

const mostDifferences = 10;

/**
 * Sends each request to all services and waits for all of them before the next, so that they stay in the same state.
 * Stops after `milliseconds`. A service that died responds to none of the later requests.
 *
 * @returns for each service, the outcomes of the requests sent.
 */
export async function replay(
  services: readonly RunningService[],
  requests: readonly RecordedRequest[],
  milliseconds = Number.POSITIVE_INFINITY,
): Promise<ReplayOutcome[][]> {
  const end = performance.now() + milliseconds;
  const outcomes: ReplayOutcome[][] = services.map(() => []);
  for (const recorded of requests) {
    if (performance.now() > end) break;
    const answers = await Promise.all(services.map((service) => send(service, recorded)));
    for (const [i, answer] of answers.entries()) outcomes[i]?.push(answer);
  }
  return outcomes;
}

export function compareOutcomes(
  requests: readonly RecordedRequest[],
  { base, again, candidate }: Record<'base' | 'again' | 'candidate', readonly ReplayOutcome[]>,
  ignore: readonly string[],
): Equivalence & { readonly comparedEndpoints: ReadonlySet<string> } {
  const differences: string[] = [];
  const comparedEndpoints = new Set<string>();
  let compared = 0;
  for (const [i, { endpoint, method, path }] of requests.entries()) {
    if (describeDifference(base[i], again[i], ignore) !== null) continue;
    compared += 1;
    comparedEndpoints.add(endpoint);
    const difference = describeDifference(base[i], candidate[i], ignore);
    if (difference !== null) differences.push(`${method} ${path}: ${difference}`);
  }
  return {
    compared,
    unstable: requests.length - compared,
    differences: differences.slice(0, mostDifferences),
    comparedEndpoints,
  };
}

async function send(service: RunningService, recorded: RecordedRequest): Promise<ReplayOutcome> {
  const ending = service.ending();
  if (ending !== null) return describeEnding(ending);
  try {
    return await service.send(recorded);
  } catch (error) {
    const how = service.ending();
    return how === null ? (error as Error).message : describeEnding(how);
  }
}
