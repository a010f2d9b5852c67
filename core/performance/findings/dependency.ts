import type { Claim } from './claim.ts';
import { claimErrors } from './error-rate.ts';
import type { Culprit } from './finding.ts';
import { type Compared, claimRegression } from './regression.ts';

/** A finding about one that the service calls, and who that is. */
export interface DependencyClaim {
  readonly claim: Claim;
  readonly culprit: Culprit;
}

const fewestCalls = 20;

/**
 * Whether calls to one that the service calls fail too often, or take longer than they did, by the rules for the service's
 * own requests: it has no other objective than the service.
 * @param compared of these calls, as the service measured them.
 */
export function claimDependency(
  callee: string,
  compared: Compared,
  { availability, now }: { readonly availability: number; readonly now: number },
): readonly DependencyClaim[] {
  const { windows } = compared;
  if (windows.reduce((sum, { count }) => sum + count, 0) < fewestCalls) return [];
  const name = `calls of ${callee}`;
  return [...claimErrors(name, windows, availability, now), ...claimRegression(name, compared)].map(
    (claim) => ({
      claim: { ...claim, kind: 'dependency', endpoint: null },
      culprit: { service: callee, summary: `${callee}: as the service that calls it measured it.` },
    }),
  );
}
