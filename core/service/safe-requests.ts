import type { MirrorPlan } from './manifest.ts';
import { endpointMatcher, type RequestLine } from './match-endpoint.ts';

/**
 * Tells which requests may be sent a second time: GET and HEAD, which HTTP calls safe, and what the manifest calls
 * safe, without what it says to skip.
 */
export function safeRequests({ safe, skip }: Pick<MirrorPlan, 'safe' | 'skip'>) {
  const [allowed, refused] = [endpointMatcher(safe), endpointMatcher(skip)];
  return (request: RequestLine): boolean => {
    const isSafe = request.method === 'GET' || request.method === 'HEAD';
    return (isSafe || allowed(request) !== null) && refused(request) === null;
  };
}
