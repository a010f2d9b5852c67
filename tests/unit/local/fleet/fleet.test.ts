import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AlarmInterval, ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import { openFleet, type ServiceFleet } from '#local/fleet/fleet.ts';
import { sampleOf } from '#local/fleet/request-sample.ts';
import type { VersionProcess } from '#local/fleet/version-process.ts';
import { listen } from '#local/processes/listen.ts';
import { pidsOf } from '../../../support/processes.ts';
import { proxyOptions } from '../../../support/proxy-options.ts';
import { until } from '../../../support/until.ts';

const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface RunningFleet {
  readonly fleet: ServiceFleet;
  /** The folder whose processes are the proxy's. */
  readonly owner: string;
  readonly deaths: string[];
  readonly stopped: string[];
  readonly warmed: string[];
  /** Ends a version as a crash would. */
  crash(commit: string): Promise<void>;
}

/** A fleet of real HTTP servers; each responds with the name of its version. */
async function startFleet(answer?: Answer, patience?: number): Promise<RunningFleet> {
  const crashes = new Map<string, () => Promise<void>>();
  const [deaths, stopped, warmed]: [string[], string[], string[]] = [[], [], []];
  const start = async (commit: string): Promise<VersionProcess> => {
    const byDefault: Answer = (_, response) => response.end(commit);
    const listening = await listen(createServer(answer ?? byDefault), 0);
    const ended = Promise.withResolvers<{ code: number; lastWords: string }>();
    const end = async (code: number) => {
      await listening.close();
      ended.resolve({ code, lastWords: 'out of memory' });
    };
    crashes.set(commit, () => end(1));
    const stop = () => {
      stopped.push(commit);
      return end(0);
    };
    return { commit, url: listening.url, ended: ended.promise, stop };
  };
  const proxy = proxyOptions(patience);
  const fleet = await openFleet({
    proxy,
    sample: sampleOf(),
    start,
    startReference: start,
    warm: async (_, requests) => void warmed.push(...requests.map(({ path }) => path)),
    initial: old,
    onDeath: (commit) => deaths.push(commit),
  });
  onTestFinished(() => fleet.stop());
  return {
    fleet,
    owner: proxy.owner,
    deaths,
    stopped,
    warmed,
    crash: async (commit) => crashes.get(commit)?.(),
  };
}

/** Number of `requests` that each version served, by the first letter of its name. */
async function sharesOf({ proxy }: ServiceFleet, requests: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < requests; i += 1) {
    const name = (await (await fetch(proxy.url)).text()).charAt(0);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The process of the proxy. */
const pidOf = (owner: string): number => Number(pidsOf(owner)[0]);

/** What the fleet remembers, once the proxy has told it. */
const seenBy = (fleet: ServiceFleet) =>
  until('the request is seen', () => {
    const seen = fleet.seenRequests();
    return seen.length > 0 && seen;
  });

/** The counts of an interval with so many requests, once the proxy has told them. */
async function countsOf(fleet: ServiceFleet, requests: number): Promise<AlarmInterval> {
  const sum = (a: ResponseCounts, b: ResponseCounts) => ({
    requests: a.requests + b.requests,
    failures: a.failures + b.failures,
  });
  const none = { requests: 0, failures: 0 };
  let counted: AlarmInterval = { canary: none, baseline: none };
  await until('the requests are counted', () => {
    const { canary, baseline } = fleet.takeInterval() ?? counted;
    counted = { canary: sum(counted.canary, canary), baseline: sum(counted.baseline, baseline) };
    return counted.canary.requests + counted.baseline.requests >= requests;
  });
  return counted;
}

/** What `fetch` sends by itself. */
const ofFetch = { accept: '*/*', 'accept-language': '*' };

describe('the share of the traffic', () => {
  test('a launched version gets no request before it has a weight', async () => {
    const { fleet } = await startFleet();

    expect(await fleet.launch(fresh)).toEqual({ baseline: old });

    expect(await sharesOf(fleet, 50)).toEqual({ a: 50 });
    await until('its proxy has told of them', () => fleet.passed() === 50);
  });

  test('a canary gets about its weight', async () => {
    const { fleet } = await startFleet();
    await fleet.launch(fresh);

    await fleet.shift(fresh, 20);

    // Five standard deviations: exceeded by chance once in two million runs.
    const { b = 0 } = await sharesOf(fleet, 1_000);
    expect(b).toBeGreaterThan(200 - 64);
    expect(b).toBeLessThan(200 + 64);
  });

  test('a withdrawn version gets none, and a late shift does not restore it', async () => {
    const { fleet } = await startFleet();
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    await fleet.withdraw(fresh);
    await fleet.shift(fresh, 100);

    expect(await sharesOf(fleet, 50)).toEqual({ a: 50 });
  });

  test('a version that was withdrawn may be launched again', async () => {
    const { fleet } = await startFleet();
    await fleet.launch(fresh);
    await fleet.withdraw(fresh);

    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    expect(await sharesOf(fleet, 20)).toEqual({ b: 20 });
  });

  test('a promoted version serves alone, and the one before it is stopped', async () => {
    const { fleet, stopped } = await startFleet();
    await fleet.launch(fresh);

    await fleet.promote(fresh);

    expect(fleet.baseline).toBe(fresh);
    expect(stopped).toEqual([old]);
    expect(await sharesOf(fleet, 20)).toEqual({ b: 20 });
  });

  test('a version that does not run can get no weight and cannot be promoted', async () => {
    const { fleet } = await startFleet();

    await expect(fleet.shift(fresh, 10)).rejects.toThrow(/not running/);
    await expect(fleet.promote(fresh)).rejects.toThrow(/not running/);
  });

  test('retiring the serving version does not stop it', async () => {
    const { fleet, stopped } = await startFleet();

    await fleet.retire(old);

    expect(stopped).toEqual([]);
    expect(await sharesOf(fleet, 5)).toEqual({ a: 5 });
  });
});

describe('what is seen', () => {
  test('a new version is warmed up with the latest requests', async () => {
    const { fleet, warmed } = await startFleet();
    await (await fetch(`${fleet.proxy.url}/orders?page=2`)).text();
    await seenBy(fleet);

    await fleet.launch(fresh);

    expect(warmed).toEqual(['/orders?page=2']);
  });

  test('requests are remembered with their bodies, and with those of their headers that hold no secret', async () => {
    const { fleet } = await startFleet();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer secret' };
    await (await fetch(`${fleet.proxy.url}/orders`, { method: 'POST', headers, body: '{"sku":1}' })).text();

    expect(await seenBy(fleet)).toEqual([
      {
        method: 'POST',
        path: '/orders',
        contentType: 'application/json',
        headers: ofFetch,
        body: '{"sku":1}',
      },
    ]);
  });

  test.each([
    ['is larger than 64 KB', Buffer.alloc(65_537, 'a')],
    ['is not text', Buffer.of(0xff, 0xfe)],
  ])('a body that %s is not remembered in part', async (_, body) => {
    const { fleet } = await startFleet();
    await (await fetch(`${fleet.proxy.url}/orders`, { method: 'POST', body })).text();

    expect(await seenBy(fleet)).toEqual([
      { method: 'POST', path: '/orders', headers: ofFetch, bodyOmitted: true },
    ]);
  });

  test('a body that the service did not wait for is not remembered in part', async () => {
    const { fleet } = await startFleet((_, response) => response.writeHead(413).end('too large'));
    const { promise, resolve } = Promise.withResolvers<void>();
    const outgoing = request(`${fleet.proxy.url}/orders`, { method: 'POST' }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    outgoing.on('error', () => undefined);
    outgoing.write('{"sku":');
    await promise;
    outgoing.destroy();

    expect(await seenBy(fleet)).toEqual([{ method: 'POST', path: '/orders', bodyOmitted: true }]);
  });

  test('responses of 500 and above count as failures of their version', async () => {
    const { fleet } = await startFleet((request, response) =>
      response.writeHead(request.url === '/broken' ? 503 : 404).end(),
    );
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);
    for (const path of ['/broken', '/broken', '/unknown'])
      await (await fetch(`${fleet.proxy.url}${path}`)).text();

    expect(await countsOf(fleet, 3)).toEqual({
      canary: { requests: 3, failures: 2 },
      baseline: { requests: 0, failures: 0 },
    });
    expect(fleet.takeInterval()?.canary).toEqual({ requests: 0, failures: 0 });
  });

  test('without a canary there is nothing to compare', async () => {
    const { fleet } = await startFleet();

    expect(fleet.takeInterval()).toBeNull();
  });

  test('requests to a dead canary get 502, which counts against it', async () => {
    const { fleet, deaths, crash } = await startFleet();
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    await crash(fresh);
    const response = await fetch(fleet.proxy.url);

    expect(response.status).toBe(502);
    expect(deaths).toEqual([fresh]);
    expect((await countsOf(fleet, 1)).canary).toEqual({ requests: 1, failures: 1 });
  });

  test('the caller learns that the only version died', async () => {
    const { fleet, crash } = await startFleet();

    await crash(old);

    await until('it is told', async () => {
      const response = await fetch(fleet.proxy.url);
      return response.status === 502 && /no version of the service is running/.test(await response.text());
    });
  });

  test('the serving version is restarted if it dies', async () => {
    const { fleet, crash } = await startFleet();

    await crash(old);

    await until('it answers again', async () => (await fetch(fleet.proxy.url)).status === 200);
    expect(await sharesOf(fleet, 3)).toEqual({ a: 3 });
  });

  test('a dead canary is not', async () => {
    const { fleet, deaths, crash } = await startFleet();
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    await crash(fresh);
    await new Promise((done) => setTimeout(done, 1_200));

    expect((await fetch(fleet.proxy.url)).status).toBe(502);
    expect(deaths).toEqual([fresh]);
  });
});

describe('a proxied request', () => {
  test('method, path, headers, body, status and response arrive unchanged', async () => {
    const { fleet } = await startFleet(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, url, headers } = request;
      response
        .writeHead(207, { 'x-answer': 'yes' })
        .end(JSON.stringify({ method, url, header: headers['x-ask'], length: Buffer.concat(chunks).length }));
    });
    const body = Buffer.alloc(1_000_000, 7);

    const response = await fetch(`${fleet.proxy.url}/a/b?c=%20d`, {
      method: 'PUT',
      headers: { 'x-ask': 'really?' },
      body,
    });

    expect(response.status).toBe(207);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(await response.json()).toEqual({
      method: 'PUT',
      url: '/a/b?c=%20d',
      header: 'really?',
      length: 1_000_000,
    });
    expect(await seenBy(fleet)).toEqual([
      { method: 'PUT', path: '/a/b?c=%20d', headers: ofFetch, bodyOmitted: true },
    ]);
  });

  test('a response streams: its start arrives before its end is written', async () => {
    const { fleet } = await startFleet((_, response) => {
      response.write('first');
      onTestFinished(() => void response.destroy());
    });

    const response = await fetch(fleet.proxy.url);
    const reader = response.body?.getReader();

    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    await reader?.cancel();
  });

  test('the version notices if the caller disconnects', async () => {
    const gone = Promise.withResolvers<void>();
    const { fleet } = await startFleet((_, response) => {
      response.once('close', () => gone.resolve());
      response.write('first');
    });
    const leaving = new AbortController();
    const response = await fetch(fleet.proxy.url, { signal: leaving.signal });

    leaving.abort();

    await gone.promise;
    expect(response.status).toBe(200);
  });
});

describe('a version that fails', () => {
  /** Sends a request and reads the response to its end. */
  const outcomeOf = async (url: string, options?: RequestInit) => {
    try {
      const response = await fetch(url, options);
      await response.text();
      return response.status;
    } catch (error) {
      return (error as Error).name;
    }
  };

  test.each([
    ['a length', { 'content-length': '1000' }],
    ['chunks', {}],
  ])('in the middle of a response with %s ends the connection, and has failed', async (_, headers) => {
    const { fleet } = await startFleet((_request, response) => {
      response.writeHead(200, headers).write('half', () => setTimeout(() => response.destroy(), 20));
    });
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    expect(await outcomeOf(fleet.proxy.url)).toBe('TypeError');
    expect(await countsOf(fleet, 1)).toMatchObject({ canary: { requests: 1, failures: 1 } });
  });

  test('by hanging until its clients give up has failed', async () => {
    const { fleet } = await startFleet(() => undefined);
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    for (let i = 0; i < 3; i += 1)
      expect(await outcomeOf(fleet.proxy.url, { signal: AbortSignal.timeout(100) })).toBe('TimeoutError');

    expect(await countsOf(fleet, 3)).toMatchObject({ canary: { requests: 3, failures: 3 } });
  });

  test('by hanging for longer than the proxy waits gets 504, and has failed', async () => {
    const { fleet } = await startFleet(() => undefined, 200);
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    const response = await fetch(fleet.proxy.url);

    expect(response.status).toBe(504);
    expect(await response.text()).toContain('was silent for 0.2 s');
    expect(await countsOf(fleet, 1)).toMatchObject({ canary: { requests: 1, failures: 1 } });
  });

  test('by hanging in the middle of a response ends the connection, and has failed', async () => {
    const { fleet } = await startFleet((_, response) => void response.write('half'), 200);
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    expect(await outcomeOf(fleet.proxy.url)).toBe('TypeError');
    expect(await countsOf(fleet, 1)).toMatchObject({ canary: { requests: 1, failures: 1 } });
  });

  test('is not one whose client leaves a stream, or stops sending its request', async () => {
    const { fleet } = await startFleet((request, response) => {
      if (request.url === '/stream') response.write('first');
    }, 300);
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);
    const leaving = new AbortController();
    await fetch(`${fleet.proxy.url}/stream`, { signal: leaving.signal });
    leaving.abort();

    const upload = request(`${fleet.proxy.url}/orders`, {
      method: 'POST',
      headers: { 'content-length': 10 },
    });
    const isCut = new Promise((resolve) => upload.once('error', resolve));
    upload.write('half');

    expect(await isCut).toMatchObject({ code: 'ECONNRESET' });
    expect(await countsOf(fleet, 1)).toMatchObject({ canary: { requests: 1, failures: 0 } });
  });
});

describe('the process of the proxy', () => {
  test('is started again at its address if it is killed, with the last split', async () => {
    const { fleet, owner } = await startFleet();
    await fleet.launch(fresh);
    await fleet.shift(fresh, 100);

    process.kill(pidOf(owner), 'SIGKILL');

    await until('it serves again', () => fetch(fleet.proxy.url).catch(() => null));
    expect(await sharesOf(fleet, 20)).toEqual({ b: 20 });
  });

  test('is started again if it hangs', async () => {
    const { fleet, owner } = await startFleet();
    const hung = pidOf(owner);

    process.kill(hung, 'SIGSTOP');

    const serves = () => fetch(fleet.proxy.url, { signal: AbortSignal.timeout(500) }).catch(() => null);
    await until('it serves again', serves, { patience: 40_000 });
    expect(pidOf(owner)).not.toBe(hung);
  });

  test('takes a shift that was made while it was away', async () => {
    const { fleet, owner } = await startFleet();
    await fleet.launch(fresh);
    process.kill(pidOf(owner), 'SIGKILL');

    await fleet.shift(fresh, 100);

    expect(await sharesOf(fleet, 20)).toEqual({ b: 20 });
  });
});
