import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import { git } from '../../tests/support/git.ts';
import { until } from '../../tests/support/until.ts';
import { type Machine, withFullDisk, withStopped } from './conditions.ts';
import type { Kill, Stage } from './draw-kill.ts';
import type { Instance } from './instance.ts';
import { type RunningProcesses, versionOf } from './running-processes.ts';
import { signal } from './signal.ts';

const patience = 60 * second;

/** The process to kill; undefined if the last one of its kind has just ended by itself. */
export function victimOf({ victim, which }: Kill, processes: RunningProcesses): number | undefined {
  const pids = processes.get(victim) ?? [];
  return pids[Math.floor(which * pids.length)];
}

/** Kills a process, with the trouble that comes with it, and waits until the instance serves again. */
export async function strike(
  instance: Instance,
  pid: number,
  { victim, trouble }: Kill,
  processes: RunningProcesses,
  machine: Pick<Machine, 'clock'>,
): Promise<void> {
  const blow = async () => (victim === 'main' ? instance.kill() : signal(pid, 'SIGKILL'));
  if (trouble?.kind === 'database-stopped')
    await withStopped(processes.get('database') ?? [], trouble.milliseconds, blow);
  else if (trouble?.kind === 'disk-full')
    await withFullDisk(instance.place.disk, () => blow().then(() => delay(second)));
  else await blow();
  if (victim === 'main')
    await instance.start(trouble?.kind === 'clock-moved' ? machine.clock(trouble.seconds) : {});
  await untilServing(instance);
}

/** Whether the process is that of the new version, which is not started again: its death is a reason to roll back. */
export const isCanary = (pid: number, stage: Stage, { repository }: Instance['place']): boolean =>
  (stage === 'deploying' || stage === 'watching') && versionOf(pid) === git(repository, 'rev-parse', 'main');

async function untilServing({ url, service }: Instance): Promise<void> {
  for (const address of [`${url}/ready`, `${service}/quotes/SHARE-1`]) {
    let last = '';
    await until(
      `${address} responds`,
      async () => {
        const response = await fetch(address, { signal: AbortSignal.timeout(5 * second) }).catch(String);
        last = typeof response === 'string' ? response : String(response.status);
        return last === '200';
      },
      { patience, interval: 100, hint: () => last },
    );
  }
}
