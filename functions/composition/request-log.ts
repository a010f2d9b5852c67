import { fleetRequests } from '#adapters/fleet/fleet-requests.ts';
import { storedRequests } from '#core/improvements/candidate/stored-requests.ts';
import type { RequestLog } from '#core/improvements/ports.ts';
import { logger } from '../observability/logger.ts';
import { artifacts } from './artifacts.ts';
import { control, isOneMachine } from './fleet-control.ts';
import { once } from './once.ts';

/** The services' production requests. */
export const requestLog = once(
  (): RequestLog => (isOneMachine() ? fleetRequests(control()) : storedRequests(artifacts(), logSkipped)),
);

function logSkipped(service: string, lines: number): void {
  logger.warn('some lines of the stored requests are not requests, and were skipped', { service, lines });
}
