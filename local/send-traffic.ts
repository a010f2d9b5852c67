import { join, resolve } from 'node:path';
import { startApprover } from './demo/approver.ts';
import { type Raters, startRaters } from './demo/raters.ts';
import { startTraffic } from './demo/traffic.ts';
import { bundledExample, type StartedParts } from './start-everything.ts';
import type { UpOptions } from './up-options.ts';

/** The traffic and the simulated users of a run. */
export interface TrafficSender {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Null for a service of your own: its users are unknown. */
  readonly raters: Raters | null;
}

/** Plays the requests of a file, and for the bundled example simulates users with feedback, and its approvers. */
export async function sendTraffic(
  options: UpOptions,
  { isExample, system, printer, running, repository }: StartedParts,
  stops: (() => unknown)[],
): Promise<TrafficSender> {
  const since = Date.now();
  const { url } = running.fleet.proxy;
  const file = options.traffic ?? (isExample ? join(bundledExample, 'traffic.jsonl') : undefined);
  if (file) {
    const traffic = await startTraffic(resolve(file), url, system.folder);
    stops.push(() => traffic.stop());
  } else printer.say(`send requests to ${url}: only requests through this address are measured`);
  const raters = isExample ? await startRaters(system.apiUrl, system.tokens) : null;
  if (raters) stops.push(() => raters.stop());
  if (isExample) {
    const approver = await startApprover(system.apiUrl, system.tokens, repository.manifest.name);
    stops.push(() => approver.stop());
  }
  return { since, raters };
}
