import { minute } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import type { Improvement } from '../improvement.ts';
import { type RequestSelection, selectRequests } from './select-requests.ts';

/** How far back the service's endpoints are looked up. */
const templateSpan = 15 * minute;

/** The requests to replay for an improvement, selected from what is recorded of production until now. */
export async function recordedRequests(
  { service, endpoint }: Improvement,
  { metrics, requests, now }: Pick<ImprovementDependencies, 'metrics' | 'requests' | 'now'>,
): Promise<RequestSelection> {
  const parts = await metrics.partsBetween(service, now() - templateSpan, now());
  const templates = [...new Set([endpoint, ...parts.map((part) => part.endpoint)])];
  return selectRequests(await requests.seenRequests(service), templates, endpoint);
}
