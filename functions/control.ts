import { openControl } from '#adapters/fleet/control.ts';
import { readEnvironment } from './environment.ts';

/** The control server of this machine. */
export function control() {
  const { FLEET_URL, FLEET_TOKEN } = readEnvironment('FLEET_URL', 'FLEET_TOKEN');
  return openControl(FLEET_URL ?? '', FLEET_TOKEN ?? '');
}
