import { join, resolve } from 'node:path';
import { startApprover } from './demo/approver.ts';
import { type Raters, startRaters } from './demo/raters.ts';
import { startTraffic } from './demo/traffic.ts';
import { bundledExample, type StartedParts } from './start-everything.ts';
import type { Stops } from './stops.ts';
import type { UpOptions } from './up-options.ts';

const bundledTraffic = join(bundledExample, 'traffic.jsonl');

/**
 * Plays the requests of a file against the service that was named, or else the storefront; simulates the storefront's users, with
 * feedback, and its approvers.
 * @returns the simulated users; null without the storefront: those of other services are unknown.
 */
export async function sendTraffic(
  { traffic }: Pick<UpOptions, 'traffic'>,
  { system, printer, storefront, named }: StartedParts,
  stops: Stops,
): Promise<Raters | null> {
  const play = async (url: string, file: string): Promise<void> => {
    const playing = await startTraffic(resolve(file), url, system.folder);
    stops.add(() => playing.stop());
  };
  for (const { url } of named.flatMap((service) => service.running() ?? [])) {
    if (traffic === undefined)
      printer.say(`send requests to ${url}: only requests through this address are measured`);
    else await play(url, traffic);
  }
  const shop = storefront?.running();
  if (!shop) return null;
  await play(shop.url, (named.length === 0 ? traffic : undefined) ?? bundledTraffic);
  const raters = await startRaters(system.apiUrl, system.tokens);
  stops.add(() => raters.stop());
  const approver = await startApprover(system.apiUrl, system.tokens, shop.repository.manifest.name);
  stops.add(() => approver.stop());
  return raters;
}
