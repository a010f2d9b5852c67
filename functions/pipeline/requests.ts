import { fleetRequests } from '#adapters/fleet/fleet-requests.ts';
import type { RequestLog } from '#core/improvements/ports.ts';
import { storedRequests } from '#core/improvements/stored-requests.ts';
import { control, isOneMachine } from '../control.ts';
import { logger } from '../observability/logger.ts';
import { once } from '../once.ts';
import { artifacts } from './artifacts.ts';

/** What production asks of the services. */
export const requests = once(
  (): RequestLog => (isOneMachine() ? fleetRequests(control()) : storedRequests(artifacts(), logSkipped)),
);

function logSkipped(service: string, lines: number): void {
  logger.warn('lines of the stored requests are no requests, and were left out', { service, lines });
}
