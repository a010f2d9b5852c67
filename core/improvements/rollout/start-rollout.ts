import { Conflict } from '../../errors.ts';
import { summarize } from '../../performance/windows/window.ts';
import { type Mirroring, noMirrorEvidence } from '../../rollouts/mirror.ts';
import { describePlan } from '../../rollouts/planner/describe-plan.ts';
import { planRollout } from '../../rollouts/planner/plan-rollout.ts';
import {
  advanced,
  type Comparison,
  comparisonOf,
  currentWeight,
  isMirroring,
  type Rollout,
  stepsOf,
} from '../../rollouts/rollout.ts';
import { thresholdsOf } from '../../rollouts/thresholds.ts';
import { type Manifest, type MirrorPlan, targetOf } from '../../service/manifest.ts';
import { secondsBetweenChecks } from '../../service/rollout-limits.ts';
import type { Deployment } from '../../service/service.ts';
import { minute } from '../../time.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import { recordRelease } from './record-release.ts';

/** How far back the baseline's latencies are read for the thresholds. */
const thresholdSpan = 15 * minute;

/**
 * A slowdown by less than this share of the endpoint's target is real but irrelevant: a new process that responds in
 * 0.4 instead of 0.3 ms is not rolled back for it.
 */
const toleratedShareOfTarget = 0.1;

/** A branch that moves more often than a verification takes would never be merged into. */
const mostMoves = 5;

type StartRolloutDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'fleet' | 'now'
>;

/**
 * Starts the released version beside the baseline. It gets copies of safe requests first, or at once its first share of
 * the requests where mirroring is off or impossible. Called again, it restarts the rollout: evidence is never carried
 * over from one start to the next, unless a pipeline deploys.
 * @returns `moved` if nothing was merged, because the branch is no longer at the commit that was tested.
 * @throws Conflict `release/branch-moves` if that has happened too often.
 */
export async function startRollout(
  id: string,
  needs: StartRolloutDependencies,
): Promise<{ decision: 'watch' | 'moved' | 'stop'; seconds: number }> {
  const { improvements, services, artifacts, metrics, fleet, now } = needs;
  const found = await improvements.load(id);
  if (found.status !== 'deploying' && found.status !== 'watching') return { decision: 'stop', seconds: 1 };

  const recorded = await recordRelease(found, { improvements, artifacts, now });
  if (recorded === null) return startAgain(found, services);
  const { improvement, release } = recorded;
  const service = await services.load(improvement.service);
  const { manifest, deployment } = service;
  const planned = await planRollout(service, metrics, now());
  const { plan } = planned;
  const comparison = comparisonOf(deployment, plan);
  const looks = { decision: 'watch', seconds: secondsBetweenChecks(plan) } as const;
  // The baseline is what was measured before the merge: later measurements may already be of the new version.
  if (improvement.status === 'watching' && deployment.kind === 'pipeline') return looks;
  const first = stepsOf(plan, comparison)[0];
  if (!first) throw new Conflict('the service has no rollout steps.', { code: 'service/no-steps' });

  const { baseline } = await fleet.launch(improvement.service, release.merge);
  if (baseline === release.merge)
    throw new Conflict(`version ${baseline.slice(0, 7)} already serves, without a rollout.`, {
      code: 'rollout/already-serving',
    });
  const thresholds =
    improvement.rollout?.thresholds ?? (await freezeThresholds(metrics, manifest, baseline, now()));
  const mirror = mirroringAtStart(manifest.rollout.mirror, comparison, now());
  const mirrorsFirst = mirror !== null && comparison === 'concurrent';
  const rollout: Rollout = {
    baseline,
    version: release.merge,
    comparison,
    mirror,
    plan,
    ...(planned.forecast ? { forecast: planned.forecast } : {}),
    stages: mirrorsFirst ? [] : advanced({ stages: [] }, first.weight, now()),
    thresholds,
    judgment: null,
    // The verdicts of an earlier start stay on record.
    ...(improvement.rollout?.verdicts ? { verdicts: improvement.rollout.verdicts } : {}),
    badRequests: 0,
  };
  const reason = `${describeStart(rollout, deployment.kind)}; ${describePlan(planned)}`;
  await improvements.save(begin(improvement, rollout, reason, now()));
  await fleet.shift(improvement.service, release.merge, currentWeight(rollout));
  return looks;
}

/** A fix for the branch as it is now is sought, and tested again, unless that has been in vain several times. */
async function startAgain(
  { id, service, moves }: Improvement,
  services: Pick<StartRolloutDependencies['services'], 'releaseRollout'>,
): Promise<{ decision: 'moved'; seconds: number }> {
  if (moves >= mostMoves)
    throw new Conflict(`the branch has moved before each of ${moves + 1} merges of improvement ${id}.`, {
      code: 'release/branch-moves',
    });
  await services.releaseRollout(service, id);
  return { decision: 'moved', seconds: 1 };
}

function begin(improvement: Improvement, rollout: Rollout, reason: string, at: number) {
  return improvement.status === 'watching'
    ? note(improvement, { type: 'rollout-restarted', actor: workflowActor, at, reason }, { rollout })
    : moveTo(improvement, { to: 'watching', actor: workflowActor, at, reason, impact: 0.5 }, { rollout });
}

function describeStart(rollout: Rollout, kind: Deployment['kind']): string {
  const { comparison, mirror, stages } = rollout;
  const version = rollout.version.slice(0, 7);
  if (isMirroring(rollout)) return `copies of safe requests on ${version}, and no user's request yet`;
  if (comparison === 'concurrent') return `${stages[0]?.weight} % of the requests on ${version}`;
  if (kind !== 'pipeline') return `every request on ${version}: the plan has no other step`;
  return `the service's pipeline deploys ${version}${mirror === null ? '' : `; ${mirror.evidence.obstacle}`}`;
}

/** What a pipeline deploys serves every user at once: there is no time before. */
function mirroringAtStart({ enabled }: MirrorPlan, comparison: Comparison, since: number): Mirroring | null {
  if (!enabled) return null;
  const obstacle = comparison === 'concurrent' ? null : 'no request can be mirrored before it serves';
  return { since, evidence: { ...noMirrorEvidence, obstacle } };
}

async function freezeThresholds(
  metrics: StartRolloutDependencies['metrics'],
  manifest: Manifest,
  version: string,
  now: number,
): Promise<Rollout['thresholds']> {
  const parts = await metrics.partsBetween(manifest.name, now - thresholdSpan, now);
  const ofVersion = parts.filter((part) => part.version === version);
  const endpoints = [...new Set(ofVersion.map(({ endpoint }) => endpoint))];
  return Object.fromEntries(
    endpoints.map((endpoint) => {
      const { sketch } = summarize(ofVersion.filter((part) => part.endpoint === endpoint));
      const tolerance = toleratedShareOfTarget * targetOf(manifest, endpoint);
      return [endpoint, thresholdsOf(sketch, tolerance, manifest.rollout.exclude)];
    }),
  );
}
