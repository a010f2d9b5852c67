import { spawnSync } from 'node:child_process';
import { Conflict } from '#core/errors.ts';
import type { Service } from '#core/service/service.ts';

interface Question {
  readonly isBundledExample: boolean;
  /** Whether the model's answers are the recorded ones that ship with this program. */
  readonly isModelRecorded: boolean;
  /** The operator accepts the risk. */
  readonly acceptsRisk: boolean;
}

export interface IsolationChoice extends Pick<Service, 'isolation' | 'acceptsModelCode'> {
  /** A warning for the operator, or null. */
  readonly warning: string | null;
}

/** Whether bubblewrap is installed and may create namespaces here. */
export function hasBubblewrap(): boolean {
  const trial = ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '/bin/true'];
  return spawnSync('bwrap', trial, { stdio: 'ignore' }).status === 0;
}

/**
 * Decides how untrusted code is isolated.
 * @throws Conflict `sandbox/no-isolation`, `sandbox/unprotected-root` if it may not run at all.
 */
export function chooseIsolation(
  question: Question,
  isAvailable = hasBubblewrap(),
  isRoot = process.getuid?.() === 0,
): IsolationChoice {
  const { isBundledExample, isModelRecorded, acceptsRisk } = question;
  if (isAvailable) return { isolation: 'bubblewrap', acceptsModelCode: true, warning: null };
  if (acceptsRisk && isRoot)
    throw new Conflict(
      'bubblewrap does not work here, and --unprotected would give untrusted code the whole machine, because this is root: ' +
        'install bubblewrap (apt-get install bubblewrap), or start as a user without special rights.',
      { code: 'sandbox/unprotected-root' },
    );
  if (!isBundledExample && !acceptsRisk)
    throw new Conflict(
      'bubblewrap does not work here, and untrusted code does not run without isolation: ' +
        'install it (apt-get install bubblewrap), or accept the risk with --unprotected.',
      { code: 'sandbox/no-isolation' },
    );
  return {
    isolation: 'process',
    acceptsModelCode: acceptsRisk || isModelRecorded,
    warning:
      'NO ISOLATION: bubblewrap does not work here, so candidates run with limits on time, memory and ' +
      'processes only, as your user. Install it: apt-get install bubblewrap',
  };
}
