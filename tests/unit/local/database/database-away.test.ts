import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ApiSystem, startApiSystem } from '../../../support/api-system.ts';
import { pidsOf } from '../../../support/processes.ts';
import { until } from '../../../support/until.ts';

/*
 * The whole API before the real embedded database, which is killed and stopped.
 */

/** Seconds. Two on a machine that is not busy; without a budget for callers it would be 15. */
const longest = 4;

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  system = await startApiSystem();
  token = await system.tokenOf('user-1');
});
afterAll(async () => {
  await system.stop();
  vi.restoreAllMocks();
});

/** Leads the group of the engine and of the program before it. */
const pidOfDatabase = (): number => Number(pidsOf(system.data)[0]);
const signalDatabase = (leader: number, name: NodeJS.Signals): boolean => process.kill(-leader, name);

/** A timed call that may be refused. */
async function send(path: string, options?: RequestInit) {
  const begun = performance.now();
  const response = await fetch(`${system.url}${path}`, options);
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: JSON.parse(text),
    seconds: (performance.now() - begun) / 1_000,
  };
}

const askReadiness = () => send('/ready');
const headers = () => ({ authorization: `Bearer ${token}` });
const rate = (messageId: string) =>
  send('/feedback', {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ messageId, kind: 'thumbs-up', model: 'm', taskType: 't' }),
  });

test('is ready while database and workflow respond', async () => {
  expect(await askReadiness()).toMatchObject({
    status: 200,
    body: { status: 'ready', database: 'available', workflow: 'available' },
  });
});

describe('a database that is stopped', () => {
  test('gets callers 503 soon, until another one continues with its data', async () => {
    await rate('before');
    const stopped = pidOfDatabase();
    signalDatabase(stopped, 'SIGSTOP');
    onTestFinished(() => {
      if (pidOfDatabase() === stopped) signalDatabase(stopped, 'SIGCONT');
    });

    const refused = await rate('meanwhile');
    expect(refused).toMatchObject({ status: 503, retryAfter: '1' });
    expect(refused.seconds).toBeLessThan(longest);
    const unready = await askReadiness();
    expect(unready).toMatchObject({
      status: 503,
      body: { code: 'system/not-ready', database: 'unavailable', workflow: 'available' },
    });
    expect(unready.seconds).toBeLessThan(longest);
    expect((await send('/health')).status).toBe(200);

    await until('a write succeeds', async () => (await rate('after')).status === 201, { patience: 40_000 });
    expect(pidOfDatabase()).not.toBe(stopped);
    expect((await askReadiness()).status).toBe(200);
    const { body } = await send('/preferences/export', { headers: headers() });
    expect(JSON.stringify(body)).toContain('before');
  });
});

describe('a database that is killed', () => {
  test('is started again, and the readers of its stream go on', async () => {
    signalDatabase(pidOfDatabase(), 'SIGKILL');

    const statuses = new Set<number>();
    await until('a write succeeds', async () => {
      const { status, seconds } = await rate('again');
      statuses.add(status);
      expect(seconds).toBeLessThan(longest);
      return status === 201;
    });

    expect([...statuses].every((status) => status === 201 || status === 503)).toBe(true);
    await system.learned();
  });
});
