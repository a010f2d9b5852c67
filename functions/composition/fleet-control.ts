import { openControl } from '#adapters/fleet/control.ts';
import { Conflict } from '#core/errors.ts';
import { readEnvironment } from './environment.ts';

/** Whether the services run on this machine, behind its control server, and not on AWS. */
export const isOneMachine = (): boolean => readEnvironment('FLEET_URL').FLEET_URL !== undefined;

/** The control server of this machine. @throws Conflict `fleet/no-control` on AWS, where there is none. */
export function control() {
  const { FLEET_URL, FLEET_TOKEN } = readEnvironment('FLEET_URL', 'FLEET_TOKEN');
  if (!FLEET_URL || !FLEET_TOKEN)
    throw new Conflict(
      'a proxy splits traffic on one machine only; on AWS the deployment must be of kind lambda-alias or pipeline.',
      { code: 'fleet/no-control' },
    );
  return openControl(FLEET_URL, FLEET_TOKEN);
}
