import type { MirrorPlan } from './manifest.ts';
import { matchEndpoint, type RequestLine } from './match-endpoint.ts';

/**
 * Tells which requests may be sent a second time: GET and HEAD, which HTTP calls safe, and what the manifest calls
 * safe, without what it says to skip.
 */
export function safeRequests({ safe, skip }: Pick<MirrorPlan, 'safe' | 'skip'>) {
  const [allowed, refused] = [safe.map(matchEndpoint), skip.map(matchEndpoint)];
  return (request: RequestLine): boolean => {
    const isSafe = request.method === 'GET' || request.method === 'HEAD';
    if (!isSafe && !allowed.some(({ matches }) => matches(request))) return false;
    return !refused.some(({ matches }) => matches(request));
  };
}
