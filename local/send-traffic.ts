import { join, resolve } from 'node:path';
import { type Raters, startRaters } from './demo/raters.ts';
import { startTraffic } from './demo/traffic.ts';
import { bundledExample, type StartedParts } from './start-everything.ts';
import type { UpOptions } from './up-options.ts';

/** Those who use the service while the loop is watched. */
export interface TrafficSender {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** None for a service whose users we do not know. */
  readonly raters: Raters | null;
}

/** Sends the requests of a file, and to the bundled example simulated users with their feedback. */
export async function sendTraffic(
  options: UpOptions,
  { isExample, system, teller, tended }: StartedParts,
  stops: (() => unknown)[],
): Promise<TrafficSender> {
  const since = Date.now();
  const { url } = tended.fleet.proxy;
  const file = options.traffic ?? (isExample ? join(bundledExample, 'traffic.jsonl') : undefined);
  if (file) {
    const traffic = startTraffic(resolve(file), url, system.folder);
    stops.push(() => traffic.stop());
    void traffic.ended.then(
      ({ lastWords, code }) => code && teller.say(`the traffic has ended: ${lastWords}`),
    );
  } else teller.say(`send requests to ${url}: what is measured there is what is improved`);
  const raters = isExample ? await startRaters(system.apiUrl, system.tokens) : null;
  if (raters) stops.push(() => raters.stop());
  return { since, raters };
}
