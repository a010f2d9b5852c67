import { findErrorRate } from './error-rate.ts';
import type { RootCause } from './finding.ts';
import type { FindingDraft } from './finding-draft.ts';
import { type Compared, findRegression } from './regression.ts';

/** A finding about one that the service calls, and who that is. */
export interface DependencyFinding {
  readonly claim: FindingDraft;
  readonly culprit: RootCause;
}

const fewestCalls = 20;

/**
 * Whether calls to one that the service calls fail too often, or take longer than they did, by the rules for the service's
 * own requests: it has no other objective than the service.
 * @param compared of these calls, as the service measured them.
 */
export function findDependencyFault(
  callee: string,
  compared: Compared,
  { availability, now }: { readonly availability: number; readonly now: number },
): readonly DependencyFinding[] {
  const { windows } = compared;
  if (windows.reduce((sum, { count }) => sum + count, 0) < fewestCalls) return [];
  const name = `calls of ${callee}`;
  return [...findErrorRate(name, windows, availability, now), ...findRegression(name, compared)].map(
    (claim) => ({
      claim: { ...claim, kind: 'dependency', endpoint: null },
      culprit: { service: callee, summary: `${callee}: as the service that calls it measured it.` },
    }),
  );
}
