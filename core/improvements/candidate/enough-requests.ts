import type { RecordedRequest } from '../jobs.ts';

/**
 * Distinct requests to an endpoint whose responses must be compared. If five of production's requests, chosen at random,
 * show no difference, then at most 45 % of them would (95 % confidence): a floor below which replay says next to nothing,
 * not a proof. An endpoint without parameters, query and body has only one request.
 */
const fewest = 5;

/** @param requests those recorded for the endpoint. */
export function fewestRequestsTo(endpoint: string, requests: readonly RecordedRequest[]): number {
  const varies =
    /[:{*]/.test(endpoint) || requests.some(({ path, body }) => path.includes('?') || body !== undefined);
  return varies ? fewest : 1;
}
