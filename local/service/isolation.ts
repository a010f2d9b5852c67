import { spawnSync } from 'node:child_process';
import { Conflict } from '#core/errors.ts';
import type { Service } from '#core/service/service.ts';

interface Question {
  readonly isBundledExample: boolean;
  /** Whether model's answers are the recorded ones that ship with this program. */
  readonly isModelRecorded: boolean;
  /** The operator accepts the risk. */
  readonly acceptsRisk: boolean;
}

export interface IsolationChoice extends Pick<Service, 'isolation' | 'acceptsModelCode'> {
  /** What the operator should know, or null. */
  readonly warning: string | null;
}

/** Whether bubblewrap is installed and may make its namespaces here. */
export function hasBubblewrap(): boolean {
  const trial = ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '/bin/true'];
  return spawnSync('bwrap', trial, { stdio: 'ignore' }).status === 0;
}

/**
 * Decides how a service's code is held in the sandbox.
 * @throws Conflict `sandbox/no-isolation` where it may not be run at all.
 */
export function chooseIsolation(question: Question, isAvailable = hasBubblewrap()): IsolationChoice {
  const { isBundledExample, isModelRecorded, acceptsRisk } = question;
  if (isAvailable) return { isolation: 'bubblewrap', acceptsModelCode: true, warning: null };
  if (!isBundledExample && !acceptsRisk)
    throw new Conflict(
      "bubblewrap is not usable here, and a service's code is not tested without walls around it: " +
        'install it (apt-get install bubblewrap), or accept the risk with --unprotected.',
      { code: 'sandbox/no-isolation' },
    );
  return {
    isolation: 'process',
    acceptsModelCode: acceptsRisk || isModelRecorded,
    warning:
      'THE SANDBOX HAS NO WALLS: bubblewrap is not usable here, so candidates run with limits on time, memory and ' +
      'processes only, as your own user. Install it with: apt-get install bubblewrap',
  };
}
