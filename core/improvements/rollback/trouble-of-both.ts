import { Unavailable } from '../../errors.ts';
import { canaryAlarmFires, recentCounts } from '../../rollouts/canary-alarm.ts';
import { begunAt, type Rollout } from '../../rollouts/rollout.ts';
import type { AliasDeployment } from '../../service/service.ts';
import { minute } from '../../time.ts';
import type { AliasCalls } from '../ports.ts';

/**
 * Why the canary alarm of an alias is not about its canary; null if it is. CloudWatch watches both versions together,
 * because the number of the canary's version is not known when the alarm is deployed. The calls of each version tell
 * which one fails, by the rule of one machine. If they cannot be read, the alarm decides.
 * @param at when the alarm fired, in milliseconds since 1970.
 */
export async function troubleOfBoth(
  rollout: Rollout,
  deployment: AliasDeployment,
  { at, aliasCalls }: { readonly at: number; readonly aliasCalls: AliasCalls },
): Promise<string | null> {
  const versions = { baseline: rollout.baseline, canary: rollout.version };
  const time = { from: wholeMinute(begunAt(rollout)), until: wholeMinute(at) };
  const minutes = await aliasCalls.byMinute(deployment, versions, time).catch((error: unknown) => {
    if (error instanceof Unavailable) return null;
    throw error;
  });
  if (minutes === null || canaryAlarmFires(minutes)) return null;
  const { canary, baseline } = recentCounts(minutes);
  return (
    `the calls do not show that the new version is the cause: ${canary.failures} of ${canary.requests} failed on it, ` +
    `against ${baseline.failures} of ${baseline.requests} on the old one in the latest minutes; the checks go on`
  );
}

const wholeMinute = (at: number): number => Math.floor(at / minute) * minute;
