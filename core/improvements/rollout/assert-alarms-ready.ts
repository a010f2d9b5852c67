import { Conflict } from '../../errors.ts';
import { canaryAlarmOf } from '../../rollouts/canary-alarm.ts';
import type { Service } from '../../service/service.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import type { AlarmState, AlarmStates } from '../ports.ts';

const complaints: Readonly<Record<Exclude<AlarmState, 'ok'>, (name: string) => string>> = {
  alarm: (name) => `${name} is in alarm`,
  'no-data': (name) => `${name} has no data, so it could not roll back the new version`,
  unknown: (name) => `there is no alarm ${name}; correct its name in the setting alarms`,
};

/**
 * Lets a rollout start only if every alarm that could roll it back exists, has data and is not firing. An alarm that
 * is already firing cannot fire for the new version, and one that is missing or has no data never will: this must be
 * known before the merge. Otherwise the improvement is left to an approver, with the reason; approving it, for the
 * first time or again, asks the alarms again. Nobody can override them yet, not even for the change that would quiet
 * them.
 * @throws Conflict `rollout/alarms-not-ready`.
 */
export async function assertAlarmsReady(
  improvement: Improvement,
  service: Service,
  { improvements, alarms, now }: Pick<ImprovementDependencies, 'improvements' | 'alarms' | 'now'>,
): Promise<void> {
  const problem = await findProblem(service, alarms);
  if (problem === null) return;
  const reason = `the alarms of service ${service.name} are not ready: ${problem}`;
  const step = { actor: workflowActor, at: now(), reason };
  await improvements.save(
    improvement.status === 'tested'
      ? moveTo(improvement, { ...step, to: 'awaiting-approval', impact: 0 })
      : // On record, so that the next approval starts an execution of its own.
        note(improvement, { ...step, type: 'deploy-refused' }, { reason }),
  );
  throw new Conflict(`${reason}.`, { code: 'rollout/alarms-not-ready', data: { service: service.name } });
}

async function findProblem(service: Service, alarms: AlarmStates): Promise<string | null> {
  const names = alarmsOf(service);
  if (names.length === 0) return null;
  const found = await alarms.states(names);
  const problems = found.flatMap(({ name, state }) => (state === 'ok' ? [] : complaints[state](name)));
  return problems.length > 0 ? problems.join('; ') : null;
}

/** The alarms that roll back a rollout of the service. A proxy has its own canary alarm, which needs no check. */
function alarmsOf({ name, deployment, alarms }: Service): readonly string[] {
  return deployment.kind === 'lambda-alias' ? [canaryAlarmOf(name), ...alarms] : alarms;
}
