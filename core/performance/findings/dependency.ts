import { findErrorRate } from './error-rate.ts';
import type { RootCause } from './finding.ts';
import type { FindingDraft } from './finding-draft.ts';
import { type Compared, findRegression } from './regression.ts';

/** A finding about a dependency, and its name. */
export interface DependencyFinding {
  readonly claim: FindingDraft;
  readonly rootCause: RootCause;
}

const fewestCalls = 20;

/**
 * Finds a dependency whose calls fail too often or have become slower, by the rules for the service's own requests: a
 * dependency has no objective of its own.
 * @param compared of the calls, as the service measured them.
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
      rootCause: { service: callee, summary: `${callee}: as the service that calls it measured it.` },
    }),
  );
}
