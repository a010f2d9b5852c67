import type { CaptureSummary } from '../../runners/node/plan.ts';
import type { TriedUses } from './try-uses.ts';

/**
 * Of the calls that were made, some could not be recorded, and of those that were, some could not be compared. What there was
 * no time for counts as neither: it is larger than what was compared, not of another kind.
 */
export function lostShare(
  summaries: readonly CaptureSummary[],
  { reached, compared }: TriedUses['captured'],
): number {
  const called = summaries.reduce((sum, summary) => sum + summary.called, 0);
  const unrecorded = summaries.flatMap(({ reasons }) => Object.values(reasons)).reduce((a, b) => a + b, 0);
  const recorded = called === 0 ? 1 : Math.max(0, 1 - unrecorded / called);
  return 1 - recorded * (reached === 0 ? 1 : compared / reached);
}

/** Why calls could not be recorded, with their number. */
export function reasonsOf(summaries: readonly CaptureSummary[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const summary of summaries)
    for (const [reason, count] of Object.entries(summary.reasons))
      reasons[reason] = (reasons[reason] ?? 0) + count;
  return reasons;
}
