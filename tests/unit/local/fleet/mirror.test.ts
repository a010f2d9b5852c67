import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { MirrorEvidence } from '#core/rollouts/mirror.ts';
import { MirrorPlan } from '#core/service/manifest.ts';
import { openFleet, type ServiceFleet } from '#local/fleet/fleet.ts';
import { sampleOf } from '#local/fleet/request-sample.ts';
import type { VersionProcess } from '#local/fleet/version-process.ts';
import { listen } from '#local/processes/listen.ts';
import { proxyOptions } from '../../../support/proxy-options.ts';
import { until } from '../../../support/until.ts';

const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];

type Role = 'serving' | 'reference' | 'canary';
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface MirroredFleet {
  readonly fleet: ServiceFleet;
  /** The requests that each process got, oldest first. */
  readonly got: Readonly<Record<Role, IncomingMessage[]>>;
  readonly stopped: Role[];
  evidence(): MirrorEvidence;
  /** Sends requests to `/` until the evidence is as wanted. */
  sendUntil(wanted: (evidence: MirrorEvidence) => boolean): Promise<MirrorEvidence>;
}

const json =
  (value: unknown): Handler =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

/** A fleet of real HTTP servers: a new version beside the one that serves, with requests mirrored. */
async function openMirrored(
  handlers: Record<Role, Handler>,
  plan: Partial<MirrorPlan> = {},
): Promise<MirroredFleet> {
  const got: Record<Role, IncomingMessage[]> = { serving: [], reference: [], canary: [] };
  const stopped: Role[] = [];
  const start = async (role: Role, commit: string): Promise<VersionProcess> => {
    const server = createServer((request, response) => {
      got[role].push(request);
      handlers[role](request, response);
    });
    const { url, close } = await listen(server, 0);
    const stop = async () => {
      stopped.push(role);
      await close();
    };
    return { commit, url, ended: new Promise<never>(() => undefined), stop };
  };
  const fleet = await openFleet({
    proxy: proxyOptions(),
    sample: sampleOf(),
    start: (commit) => start(commit === old ? 'serving' : 'canary', commit),
    startReference: (commit) => start('reference', commit),
    warm: async () => undefined,
    initial: old,
    onDeath: () => undefined,
  });
  onTestFinished(() => fleet.stop());
  await fleet.launch(fresh);
  const options = {
    plan: MirrorPlan.parse({ share: 100, requests: 5, ...plan }),
    endpoint: 'GET /',
    ignore: [],
  };
  const evidence = () => fleet.mirror(fresh, options);
  return {
    fleet,
    got,
    stopped,
    evidence,
    async sendUntil(wanted) {
      while (!wanted(evidence())) await (await fetch(fleet.proxy.url)).arrayBuffer();
      return evidence();
    },
  };
}

const same = (handler: Handler): Record<Role, Handler> => ({
  serving: handler,
  reference: handler,
  canary: handler,
});

describe('a new version that responds the same', () => {
  test("gets copies of the requests with the users' own headers, which nothing keeps", async () => {
    const { fleet, got } = await openMirrored(same(json({ total: 3 })));
    const headers = { authorization: 'Bearer secret', 'x-tenant': 'a' };
    fleet.mirror(fresh, { plan: MirrorPlan.parse({ share: 100 }), endpoint: 'GET /', ignore: [] });

    while (got.canary.length === 0)
      await (await fetch(`${fleet.proxy.url}/orders?page=2`, { headers })).text();

    expect(got.canary[0]?.url).toBe('/orders?page=2');
    expect(got.canary[0]?.headers).toMatchObject(headers);
    expect(JSON.stringify(fleet.seenRequests())).not.toContain('secret');
  });

  test('may compress differently: bodies are compared decoded', async () => {
    const body = Buffer.from('{"total":3}');
    const compressed =
      (level: number): Handler =>
      (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(gzipSync(body, { level }));

    const { sendUntil } = await openMirrored({ ...same(compressed(9)), canary: compressed(0) });

    expect(await sendUntil(({ identical }) => identical >= 3)).toMatchObject({ differences: [] });
  });

  test('gets no more copies than planned, and none once it has a share', async () => {
    const { fleet, got, sendUntil, stopped } = await openMirrored(same(json({})), { requests: 3 });
    await sendUntil(({ identical }) => identical === 3);

    for (let i = 0; i < 20; i += 1) await (await fetch(fleet.proxy.url)).text();
    expect(got.canary).toHaveLength(3);

    await fleet.shift(fresh, 10);
    await until('the second process of the baseline is ended', () => stopped.includes('reference'));
    expect(stopped).toEqual(['reference']);
  });
});

describe('a new version that responds differently', () => {
  test('is found by a value', async () => {
    const { sendUntil } = await openMirrored({ ...same(json({ total: 3 })), canary: json({ total: 4 }) });
    const { differences } = await sendUntil((evidence) => evidence.differences.length > 0);
    expect(differences[0]).toBe('GET /: body.total was 3 and is 4');
  });

  test('is found if it hangs, and keeps no user waiting', async () => {
    const { fleet, got, evidence, sendUntil } = await openMirrored({
      ...same(json({})),
      canary: () => undefined,
    });
    await sendUntil(() => got.canary.length > 0);

    // The copy hangs for seconds; meanwhile users are served.
    for (let i = 0; i < 20; i += 1) expect((await fetch(fleet.proxy.url)).status).toBe(200);
    expect(got.canary).toHaveLength(1);
    await until('it is being confirmed', () => evidence().isConfirming, { patience: 20_000 });
    expect(evidence().differences).toEqual([]);
  });

  test('is found if its response never ends or is much longer', async () => {
    const { sendUntil } = await openMirrored({
      ...same(json({})),
      canary: (_, response) => response.end(Buffer.alloc(3_000_000)),
    });
    const { differences } = await sendUntil((evidence) => evidence.differences.length > 0);
    expect(differences[0]).toBe('GET /: no response any more: its body is longer than 1 MB');
  });

  test('is found if it ends', async () => {
    const { sendUntil } = await openMirrored({
      ...same(json({})),
      canary: (request) => request.socket.destroy(),
    });
    const { differences } = await sendUntil((evidence) => evidence.differences.length > 0);
    expect(differences[0]).toMatch(/^GET \/: no response any more: /);
  });

  test('is not sent anything more once it is withdrawn', async () => {
    const { fleet, got, stopped, sendUntil } = await openMirrored({
      ...same(json({ total: 3 })),
      canary: json({ total: 4 }),
    });
    await sendUntil((evidence) => evidence.differences.length > 0);

    await fleet.withdraw(fresh);
    await until('the second process of the baseline is ended', () => stopped.includes('reference'));
    const before = got.canary.length;
    for (let i = 0; i < 10; i += 1) await (await fetch(fleet.proxy.url)).text();
    expect(got.canary.length).toBe(before);
  });
});

describe('a service that does not repeat its responses', () => {
  test('is not blamed for random ones', async () => {
    const random: Handler = (_, response) => response.end(String(Math.random()));
    const { sendUntil } = await openMirrored(same(random));
    expect(await sendUntil(({ unstable }) => unstable === 5)).toMatchObject({
      differences: [],
      identical: 0,
    });
  });

  test('is not blamed for what only the serving process has in memory', async () => {
    const empty = json({ carts: 0 });
    const { sendUntil } = await openMirrored({
      serving: json({ carts: 7 }),
      reference: empty,
      canary: empty,
    });
    expect(await sendUntil(({ unstable }) => unstable === 5)).toMatchObject({ differences: [] });
  });

  test('is not blamed for what differs from process to process', async () => {
    const { sendUntil } = await openMirrored({
      serving: json({ process: 1 }),
      reference: json({ process: 2 }),
      canary: json({ process: 3 }),
    });
    expect(await sendUntil(({ unstable }) => unstable === 5)).toMatchObject({ differences: [] });
  });
});

describe('what cannot be compared', () => {
  test('is counted if the response is too long, and reaches the user whole', async () => {
    const body = Buffer.alloc(3_000_000, 7);
    const { fleet, got, sendUntil } = await openMirrored(same((_, response) => response.end(body)));

    expect(await sendUntil(({ unread }) => unread >= 2)).toMatchObject({ identical: 0 });

    expect((await (await fetch(fleet.proxy.url)).arrayBuffer()).byteLength).toBe(3_000_000);
    expect(got.canary).toEqual([]);
  });

  test('does not stand in the way of other requests: a stream without an end', async () => {
    const streams: Handler = (request, response) => {
      if (request.url !== '/stream') return json({})(request, response);
      response.write('first');
    };
    const { fleet, sendUntil } = await openMirrored(same(streams));
    await sendUntil(({ identical }) => identical === 1);
    const leaving = new AbortController();
    onTestFinished(() => leaving.abort());
    const stream = await fetch(`${fleet.proxy.url}/stream`, { signal: leaving.signal });
    const first = await stream.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('first');

    // The stream holds up the mirror for seconds, and no longer.
    expect((await sendUntil(({ identical }) => identical === 5)).identical).toBe(5);
  });

  test('is told if there is no second process of the baseline', async () => {
    const fleet = await openFleet({
      proxy: proxyOptions(),
      sample: sampleOf(),
      start: async (commit) => {
        const { url, close } = await listen(createServer(json({})), 0);
        return { commit, url, ended: new Promise<never>(() => undefined), stop: close };
      },
      startReference: async () => {
        throw new Error('it ended with code 1');
      },
      warm: async () => undefined,
      initial: old,
      onDeath: () => undefined,
    });
    onTestFinished(() => fleet.stop());
    await fleet.launch(fresh);
    const options = { plan: MirrorPlan.parse({}), endpoint: 'GET /', ignore: [] };
    await until('it is told', () => fleet.mirror(fresh, options).obstacle !== null);
    expect(fleet.mirror(fresh, options)).toMatchObject({
      isComplete: true,
      obstacle: 'there is no second process of the baseline: it ended with code 1',
    });
  });
});
