import { fleetRequests } from '#adapters/fleet/fleet-requests.ts';
import { control } from '../control.ts';
import { once } from '../once.ts';

/** What production asks of the services. */
export const requests = once(() => fleetRequests(control()));
