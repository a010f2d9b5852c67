import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, onTestFinished } from 'vitest';
import { openControl } from '#adapters/fleet/control.ts';
import { mirrorClient } from '#adapters/fleet/mirror-client.ts';
import { isMirrorDone, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import { startControl } from '#local/fleet/control-server.ts';
import { openFleet } from '#local/fleet/fleet.ts';
import { sampleOf } from '#local/fleet/request-sample.ts';
import { listen } from '#local/processes/listen.ts';
import { proxyOptions } from '../../support/proxy-options.ts';
import { behavesAsMirror, fresh, old, service, type Version } from './mirror.ts';

const token = 'secret';

describe('the requests of a local proxy, controlled through its control server', () => {
  behavesAsMirror(async () => {
    const versions = new Map<string, Version>();
    const sent: string[] = [];
    const start = async (commit: string) => {
      const server = createServer(async (request, response) => {
        const [path, body] = [request.url ?? '', await text(request)];
        if (commit === fresh) sent.push(`${request.method} ${path} ${body}`);
        const result = versions.get(commit)?.(path, body);
        if (!result) return void request.socket.destroy();
        response
          .writeHead(result.status ?? 200, { 'content-type': 'application/json' })
          .end(JSON.stringify(result.value));
      });
      const { url, close } = await listen(server, 0);
      return { commit, url, ended: new Promise<never>(() => undefined), stop: close };
    };
    const fleet = await openFleet({
      proxy: proxyOptions(),
      sample: sampleOf(),
      start,
      startReference: start,
      warm: async () => undefined,
      initial: old,
      onDeath: () => undefined,
    });
    const control = await startControl(new Map([[service, fleet]]), token);
    onTestFinished(async () => {
      await control.close();
      await fleet.stop();
    });
    await fleet.launch(fresh);
    const mirror = mirrorClient(openControl(control.url, token));
    return {
      mirror,
      behave: (side, version) => void versions.set(side === 'canary' ? fresh : old, version),
      async observe(requests, options) {
        let evidence = noMirrorEvidence;
        for (
          let round = 0;
          !isMirrorDone(evidence, options.plan) && evidence.differences.length === 0;
          round += 1
        ) {
          const { method, path, body } = requests[round % requests.length] ?? { method: 'GET', path: '/' };
          const response = await fetch(`${fleet.proxy.url}${path}`, { method, ...(body ? { body } : {}) });
          await response.text();
          evidence = await mirror.compare(service, fresh, options);
        }
        return evidence;
      },
      sentToCanary: () => sent,
    };
  });
});
