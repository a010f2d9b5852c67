import { canaryAlarmOf } from '../../rollouts/canary-alarm.ts';
import { begunAt } from '../../rollouts/rollout.ts';
import type { Service } from '../../service/service.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import { listAllImprovements } from '../list-all-improvements.ts';
import { troubleOfBoth } from './trouble-of-both.ts';

export interface Alarm {
  readonly name: string;
  /** When it fired, in milliseconds since 1970. */
  readonly at: number;
  readonly reason: string;
}

export type RollBackOnAlarmDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'workflow' | 'aliasCalls' | 'now'
>;

/**
 * Starts the rollback of each rollout that an alarm is about: the canary alarm of its service, or one that the service
 * names. The same alarm again starts nothing more, because the execution is named after the improvement.
 *
 * It concerns what is in the branch and not yet kept: `watching`, and `deploying` once the merge is on record. Before
 * that the change cannot be the cause. What was kept (`applied`), be it a minute ago, is left to the operator: too
 * much else may have changed since, and taking it back means a new merge into a branch that has moved on.
 *
 * The canary alarm of a Lambda alias does not distinguish the versions. If both fail, the rollout stays with its
 * checks, and that is on record.
 *
 * @returns the ids of the improvements that are rolled back.
 */
export async function rollBackOnAlarm(
  alarm: Alarm,
  dependencies: RollBackOnAlarmDependencies,
): Promise<readonly string[]> {
  const { improvements, services, workflow, now } = dependencies;
  const [watching, deploying] = await Promise.all([
    listAllImprovements(improvements, { status: 'watching' }),
    listAllImprovements(improvements, { status: 'deploying' }),
  ]);
  const underWay = [...watching, ...deploying].filter((item) => alarm.at >= inTheBranchSince(item));
  const rolledBack: string[] = [];
  for (const improvement of underWay) {
    const { id, createdAt } = improvement;
    const service = await services.load(improvement.service);
    if (!isAbout(alarm.name, service)) continue;
    const actor = `alarm:${alarm.name}`;
    const reason = await whyKept(alarm, improvement, service, dependencies);
    if (reason !== null) {
      await improvements.save(note(improvement, { type: 'alarm-held', actor, at: now(), reason }, {}));
      continue;
    }
    await workflow.start(`alarm-${createdAt}-${id}`, {
      improvementId: id,
      from: 'rollback',
      until: 'applied',
      actor,
      reason: alarm.reason,
    });
    rolledBack.push(id);
  }
  return rolledBack;
}

/** An alarm from before the change says nothing about it. */
function inTheBranchSince({ status, release, rollout, updatedAt }: Improvement): number {
  if (status === 'watching') return rollout ? begunAt(rollout) : Number.POSITIVE_INFINITY;
  // The last change of a deploying improvement is the record of its release.
  return release ? updatedAt : Number.POSITIVE_INFINITY;
}

const isAbout = (name: string, service: Service): boolean =>
  name === canaryAlarmOf(service.name) || service.alarms.includes(name);

/** An alarm that the service names is its owner's word; ours about an alias is checked. */
async function whyKept(
  { name, at }: Alarm,
  { status, rollout }: Improvement,
  service: Service,
  { aliasCalls }: Pick<RollBackOnAlarmDependencies, 'aliasCalls'>,
): Promise<string | null> {
  const isOurs = name === canaryAlarmOf(service.name) && !service.alarms.includes(name);
  if (!isOurs || service.deployment.kind !== 'lambda-alias' || status !== 'watching' || !rollout) return null;
  return troubleOfBoth(rollout, service.deployment, { at, aliasCalls });
}
