import { fleetClient } from '#adapters/fleet/fleet-client.ts';
import { control } from '../control.ts';
import { once } from '../once.ts';

/** What runs the versions of the services. */
export const fleet = once(() => fleetClient(control()));
