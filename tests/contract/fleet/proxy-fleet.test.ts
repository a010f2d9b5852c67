import { createServer } from 'node:http';
import { describe, onTestFinished } from 'vitest';
import { openControl } from '#adapters/fleet/control.ts';
import { fleetClient } from '#adapters/fleet/fleet-client.ts';
import { Unavailable } from '#core/errors.ts';
import { startControl } from '#local/fleet/control-server.ts';
import { openFleet } from '#local/fleet/fleet.ts';
import { sampleOf } from '#local/fleet/request-sample.ts';
import { listen } from '#local/processes/listen.ts';
import { proxyOptions } from '../../support/proxy-options.ts';
import { behavesAsFleet, fresh, later, old } from './fleet.ts';

const token = 'secret';
/** Number of requests that show that one version serves alone, and number that show how two versions share. */
const [few, many] = [40, 400];

/** A version that responds with its name. */
async function start(commit: string) {
  if (![old, fresh, later].includes(commit))
    throw new Unavailable(`version ${commit} did not become ready.`, { code: 'fleet/not-ready' });
  const { url, close } = await listen(
    createServer((_, response) => response.end(commit)),
    0,
  );
  return { commit, url, pid: process.pid, ended: new Promise<never>(() => undefined), stop: close };
}

async function sharesOf(url: string): Promise<Record<string, number>> {
  const counts = new Map<string, number>();
  let requests = 0;
  while (requests < (counts.size > 1 ? many : few)) {
    const commit = await (await fetch(url)).text();
    counts.set(commit, (counts.get(commit) ?? 0) + 1);
    requests += 1;
  }
  return Object.fromEntries([...counts].map(([commit, count]) => [commit, (100 * count) / requests]));
}

describe('a local proxy, controlled through its control server', () => {
  behavesAsFleet(async () => {
    const fleet = await openFleet({
      proxy: proxyOptions(),
      sample: sampleOf(),
      start,
      startReference: start,
      warm: async () => undefined,
      initial: old,
      onDeath: () => undefined,
    });
    const control = await startControl(new Map([['shop', fleet]]), token);
    onTestFinished(async () => {
      await control.close();
      await fleet.stop();
    });
    return { fleet: fleetClient(openControl(control.url, token)), shares: () => sharesOf(fleet.proxy.url) };
  });
});
