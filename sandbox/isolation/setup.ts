import { join } from 'node:path';
import { quoted } from '#core/service/quoted.ts';
import { lastOutput } from '../last-output.ts';
import { readIfThere } from './hand-out.ts';
import type { ServiceSettings } from './service-settings.ts';

/** How a setup ended stands in this file if it failed. */
export const setupFailure = 'setup-failed';
/** What `timeout` ends with when the time is over. */
const overtime = 124;
/** Bytes of the file. */
const longestCode = 16;

/**
 * The line as it runs in a box: in the service's folder, once its setup has ended well.
 *
 * @param failure file that tells of a failed setup.
 */
export function inService(
  line: string,
  { directory, setup }: Pick<ServiceSettings, 'directory' | 'setup'>,
  failure: string,
): string {
  const enter = directory === '.' ? [] : [`cd ${quoted(directory)} || exit`];
  const prepare =
    setup === null
      ? []
      : [
          `timeout ${setup.seconds} /bin/sh -c ${quoted(setup.line)} || { echo $? > ${quoted(failure)}; exit 1; }`,
        ];
  return [...enter, ...prepare, line].join('\n');
}

/** Why the command was not run at all; null if it was. */
export function failedSetup(out: string, setup: ServiceSettings['setup'], output: string): string | null {
  const written = setup === null ? null : readIfThere(join(out, setupFailure), longestCode);
  if (setup === null || written === null) return null;
  const code = Number.parseInt(written.toString(), 10);
  const how =
    code === overtime
      ? `did not end within ${setup.seconds} s; it must end once all is ready`
      : `ended with code ${code}`;
  return `not run: "setup" in ironclaw.json (\`${setup.line}\`) ${how}: ${lastOutput(output)}`;
}
