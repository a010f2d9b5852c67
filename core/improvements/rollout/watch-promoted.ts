import { currentVersion } from '../../performance/windows/current-version.ts';
import { longestWindow, type WindowPart } from '../../performance/windows/window-part.ts';
import {
  comparedBefore,
  quietAfterPromotion,
  regressionAfterPromotion,
  watchedAfterPromotion,
} from '../../rollouts/after-promotion.ts';
import { begunAt, endedAt } from '../../rollouts/rollout.ts';
import { day, hour } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';

type WatchPromotedDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'metrics' | 'workflow' | 'now'
>;

/** One rollout of a service at a time takes at least minutes: a day has few that promote. */
const mostPromoted = 10;

/** What was rolled back after its promotion. */
export interface LateRollback {
  readonly id: string;
  readonly reason: string;
}

/**
 * Compares the version that a service's latest rollout promoted with the one before it, for 24 hours, and starts its
 * rollback if it has become worse. Only while that version serves: after another deployment, more than the
 * improvement has changed, and it is left to the operator. The same finding again starts nothing more, because the
 * execution is named after the promotion.
 */
export async function watchPromoted(
  service: string,
  { improvements, metrics, workflow, now }: WatchPromotedDependencies,
): Promise<LateRollback | null> {
  const at = now();
  const { items } = await improvements.list({ service, status: 'applied', limit: mostPromoted });
  const [latest] = items
    .flatMap(({ id, revision, rollout }) =>
      rollout ? [{ id, revision, rollout, since: endedAt(rollout) ?? 0 }] : [],
    )
    .toSorted((a, b) => b.since - a.since);
  if (!latest || at - latest.since < quietAfterPromotion || at - latest.since > watchedAfterPromotion)
    return null;
  const { id, revision, rollout, since } = latest;
  const partsBetween = async (from: number, to: number) => {
    const parts = await metrics.partsBetween(service, from - longestWindow, to);
    return parts.filter((part) => part.from >= from && part.to <= to);
  };
  const after = await partsBetween(Math.max(since, at - hour), at);
  if (currentVersion(after) !== rollout.version) return null;
  const begun = begunAt(rollout);
  const of = (version: string, parts: readonly WindowPart[]) =>
    parts.filter((part) => part.version === version);
  const reason = regressionAfterPromotion({
    before: of(rollout.baseline, await partsBetween(begun - comparedBefore, begun)),
    dayBefore: of(
      rollout.baseline,
      await partsBetween(at - day - comparedBefore / 2, at - day + comparedBefore / 2),
    ),
    after: of(rollout.version, after),
  });
  if (reason === null) return null;
  const known = `after its promotion, ${reason}`;
  await workflow.start(`after-promotion-${revision}-${id}`, {
    improvementId: id,
    from: 'rollback',
    until: 'applied',
    actor: 'system:after-promotion',
    reason: known,
  });
  return { id, reason: known };
}
