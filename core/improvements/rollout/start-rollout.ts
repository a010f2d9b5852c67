import { Conflict } from '../../errors.ts';
import { quantile } from '../../performance/sketch/sketch.ts';
import { summarize } from '../../performance/windows/window.ts';
import { comparisonOf, type Rollout, stepsOf } from '../../rollouts/rollout.ts';
import { type Manifest, targetOf } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import { secondsBetweenChecks, settling } from './check-rollout.ts';
import { recordRelease } from './record-release.ts';

/** How far back the baseline's latencies are read for the thresholds. */
const thresholdSpan = 15 * minute;

/**
 * A slowdown by less than this share of the endpoint's target is real but irrelevant: a new process that responds in
 * 0.4 instead of 0.3 ms is not rolled back for it.
 */
const toleratedShareOfTarget = 0.1;

type StartRolloutDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'fleet' | 'now'
>;

/**
 * Starts the released version beside the baseline and gives it its first share of the requests. Called again, it
 * restarts the rollout: evidence is never carried over from one start to the next, unless a pipeline deploys.
 */
export async function startRollout(
  id: string,
  needs: StartRolloutDependencies,
): Promise<{ decision: 'watch' | 'stop'; seconds: number }> {
  const { improvements, services, artifacts, metrics, fleet, now } = needs;
  const found = await improvements.load(id);
  if (found.status !== 'deploying' && found.status !== 'watching') return { decision: 'stop', seconds: 1 };

  const { improvement, release } = await recordRelease(found, { improvements, artifacts, now });
  const { manifest, deployment } = await services.load(improvement.service);
  const comparison = comparisonOf(deployment);
  const looks = { decision: 'watch', seconds: secondsBetweenChecks(manifest.rollout) } as const;
  // The baseline is what was measured before the merge: later measurements may already be of the new version.
  if (improvement.status === 'watching' && comparison === 'before-after') return looks;
  const first = stepsOf(manifest.rollout, comparison)[0];
  if (!first) throw new Conflict('the service has no rollout steps.', { code: 'service/no-steps' });

  const { baseline } = await fleet.launch(improvement.service, release.merge);
  if (baseline === release.merge)
    throw new Conflict(`version ${baseline.slice(0, 7)} already serves, without a rollout.`, {
      code: 'rollout/already-serving',
    });
  const thresholds =
    improvement.rollout?.thresholds ?? (await freezeThresholds(metrics, manifest, baseline, now()));
  const rollout: Rollout = {
    baseline,
    version: release.merge,
    comparison,
    stages: [{ weight: first.weight, since: now() + settling, until: null }],
    thresholds,
    judgment: null,
    badRequests: 0,
  };
  await improvements.save(begin(improvement, rollout, now()));
  await fleet.shift(improvement.service, release.merge, first.weight);
  return looks;
}

function begin(improvement: Improvement, rollout: Rollout, at: number) {
  const version = rollout.version.slice(0, 7);
  const reason =
    rollout.comparison === 'concurrent'
      ? `${rollout.stages[0]?.weight} % of the requests on ${version}`
      : `the service's pipeline deploys ${version}`;
  return improvement.status === 'watching'
    ? note(improvement, { type: 'rollout-restarted', actor: workflowActor, at, reason }, { rollout })
    : moveTo(improvement, { to: 'watching', actor: workflowActor, at, reason, impact: 0.5 }, { rollout });
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
      const { p50, p90, p99, sketch } = summarize(ofVersion.filter((part) => part.endpoint === endpoint));
      const tolerance = toleratedShareOfTarget * targetOf(manifest, endpoint);
      const tolerated = [p50 + tolerance, p90 + tolerance, p99 + tolerance] as const;
      return [endpoint, { quartile: quantile(sketch, 0.25), tolerated }];
    }),
  );
}
