import { join, resolve } from 'node:path';
import { startApprover } from './demo/approver.ts';
import { type Raters, startRaters } from './demo/raters.ts';
import { startTraffic } from './demo/traffic.ts';
import type { ManagedService } from './services/running-desk.ts';
import { startedBy } from './services/started-by.ts';
import { bundledExample, type StartedParts } from './start-everything.ts';
import type { Stops } from './stops.ts';
import type { UpOptions } from './up-options.ts';
import { messageOf, warn } from './warn.ts';

const bundledTraffic = join(bundledExample, 'traffic.jsonl');

/**
 * Plays the requests of a file against the service that was named, the storefront, or else the one that was added; simulates the
 * storefront's users, with feedback, and its approvers.
 * @returns the simulated users; null without the storefront: those of other services are unknown.
 */
export async function sendTraffic(
  { traffic }: Pick<UpOptions, 'traffic'>,
  { system, desk, printer, storefront, named }: StartedParts,
  stops: Stops,
): Promise<Raters | null> {
  const target = traffic === undefined ? null : (named[0] ?? storefront ?? desk.all()[0] ?? null);
  if (traffic !== undefined && target !== null) stops.add(playWhenStarted(target, traffic, system));
  for (const { url } of named.filter((one) => one !== target).flatMap((one) => one.running() ?? []))
    printer.say(`send requests to ${url}: only requests through this address are measured`);
  const shop = storefront?.running();
  if (!storefront || !shop) return null;
  if (target !== storefront) stops.add(playWhenStarted(storefront, bundledTraffic, system));
  const raters = await startRaters(system.apiUrl, system.tokens);
  stops.add(() => raters.stop());
  const approver = await startApprover(system.apiUrl, system.tokens, shop.repository.manifest.name);
  stops.add(() => approver.stop());
  return raters;
}

/** A service that was added may start later. @returns a function that ends it. */
function playWhenStarted(
  service: ManagedService,
  file: string,
  { folder }: StartedParts['system'],
): () => Promise<void> {
  const over = new AbortController();
  const playing = startedBy(service, Number.POSITIVE_INFINITY, over.signal)
    .then((running) => running && startTraffic(resolve(file), running.url, folder))
    .catch((error: unknown) => {
      if (!over.signal.aborted) warn(`the requests of ${file} are not played: ${messageOf(error)}`);
      return null;
    });
  return async () => {
    over.abort();
    await (await playing)?.stop();
  };
}
