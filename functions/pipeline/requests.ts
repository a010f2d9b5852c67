import { fleetRequests } from '#adapters/fleet/fleet-requests.ts';
import type { RequestLog } from '#core/improvements/ports.ts';
import { storedRequests } from '#core/improvements/stored-requests.ts';
import { control, isOneMachine } from '../control.ts';
import { once } from '../once.ts';
import { artifacts } from './artifacts.ts';

/** What production asks of the services. */
export const requests = once(
  (): RequestLog => (isOneMachine() ? fleetRequests(control()) : storedRequests(artifacts(), logSkipped)),
);

function logSkipped(service: string, lines: number): void {
  const message = `${lines} lines of the stored requests of ${service} are no requests and were left out`;
  console.error(JSON.stringify({ level: 'WARN', message }));
}
