import { Conflict } from '../../errors.ts';
import { canaryAlarmOf } from '../../rollouts/canary-alarm.ts';
import type { Service } from '../../service/service.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import type { AlarmState, AlarmStates } from '../ports.ts';

const complaints: Readonly<Record<Exclude<AlarmState, 'ok'>, (name: string) => string>> = {
  alarm: (name) => `${name} is in alarm`,
  'no-data': (name) => `${name} has no data, so that it could not take the new version back`,
  unknown: (name) => `there is no alarm ${name}; correct its name in the setting alarms`,
};

/**
 * Lets a rollout begin only while every alarm that could roll it back is there, has data and is quiet. One that is on
 * already cannot fire for the new version, and one that is missing or sees nothing never will: that has to be known
 * before the merge. Otherwise the improvement is left to an approver, with the reason; approving it, for the first time
 * or again, asks the alarms again. Nobody can override them yet, not even for the change that would quiet them.
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

/** What rolls back a rollout of the service. Of a proxy the canary alarm is a part, and needs no asking. */
function alarmsOf({ name, deployment, alarms }: Service): readonly string[] {
  return deployment.kind === 'lambda-alias' ? [canaryAlarmOf(name), ...alarms] : alarms;
}
