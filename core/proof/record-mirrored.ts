import type { MirrorEvidence, MirrorOptions } from '../rollouts/mirror.ts';
import { endpointMatcher, type RequestLine } from '../service/match-endpoint.ts';
import type { MirrorResult } from './compare-mirrored.ts';

/** The evidence with the result of one more request. */
export function recordMirrored(
  evidence: MirrorEvidence,
  result: MirrorResult,
  request: RequestLine,
  { endpoint }: Pick<MirrorOptions, 'endpoint'>,
): MirrorEvidence {
  const known = {
    ...evidence,
    isConfirming: false,
    toEndpoint: evidence.toEndpoint + Number(endpointMatcher([endpoint])(request) !== null),
  };
  if (result.kind !== 'different') return { ...known, [result.kind]: known[result.kind] + 1 };
  // Without the query string, which may contain secrets.
  const difference = `${request.method} ${request.path.split('?')[0]}: ${result.difference}`;
  return { ...known, differences: [...known.differences, difference] };
}
