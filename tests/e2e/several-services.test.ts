import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ServiceLine } from '#local/services/service-desk.ts';
import { runIronclaw, startIronclaw } from '../support/ironclaw.ts';
import { processesOf, versionsOf } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeTicker, tickerManifest } from '../support/ticker.ts';
import { until } from '../support/until.ts';

/** A folder for the data, and a repository for each name. */
function prepare(...names: readonly string[]) {
  const folder = temporaryFolder();
  const repositoryOf = (name: string): string => join(folder, name);
  for (const name of names)
    makeTicker(repositoryOf(name), {
      'ironclaw.json': JSON.stringify({ ...tickerManifest(), name, health: '/health' }),
    });
  return { data: join(folder, 'data'), repositoryOf };
}

const upOn = (data: string) => ['up', '--json', '--data', data, '--port', '0'];

async function service(data: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runIronclaw(['service', ...args, '--data', data]);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

const list = async (data: string): Promise<readonly ServiceLine[]> =>
  JSON.parse(await service(data, 'list', '--json')).services;

/** Waits until the service runs. @returns its address. */
const running = (data: string, name: string): Promise<string> =>
  until(`${name} runs`, async () => (await list(data)).find((line) => line.name === name)?.url, {
    patience: 60_000,
  });

const statusOf = async (url: string): Promise<number> => (await fetch(`${url}/accounts/1`)).status;

test('services are added, run beside each other, survive a kill, and are removed', async () => {
  const { data, repositoryOf } = prepare('bakery', 'cellar', 'dairy');
  // Before the first start.
  expect(await service(data, 'add', repositoryOf('bakery'))).toMatch(/^bakery is added; no instance runs/);
  expect(await list(data)).toMatchObject([{ name: 'bakery', url: null, isAdded: true }]);

  const first = startIronclaw(upOn(data));
  await first.ready();
  const bakery = await running(data, 'bakery');

  // While it runs; one of them cannot start.
  expect(await service(data, 'add', repositoryOf('cellar'))).toMatch(
    /^cellar is added: send requests to http/,
  );
  expect(await service(data, 'add', repositoryOf('dairy'))).toMatch(/^dairy is added: send requests to http/);
  const [cellar, dairy] = [await running(data, 'cellar'), await running(data, 'dairy')];
  expect(new Set([bakery, cellar, dairy]).size).toBe(3);
  for (const url of [bakery, cellar, dairy]) expect(await statusOf(url)).toBeLessThan(500);

  // Each has a report of its own; a command that gets no name, or a wrong one, says which there are.
  const report = (...args: readonly string[]) => runIronclaw(['report', '--data', data, ...args]);
  expect(await report('--service', 'cellar')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^cellar/),
  });
  expect(await report()).toMatchObject({ code: 2, stderr: expect.stringContaining('bakery, cellar, dairy') });
  expect(await report('--service', 'daily')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('bakery, cellar, dairy'),
  });

  await first.end('SIGKILL');
  await until('nothing of it runs', () => processesOf(data).length === 0);
  rmSync(repositoryOf('dairy'), { recursive: true });
  const second = startIronclaw(upOn(data));
  await second.ready();

  // The address of a service outlives the instance; one without its folder does not stop the others.
  expect(await running(data, 'bakery')).toBe(bakery);
  expect(await running(data, 'cellar')).toBe(cellar);
  await until('the reason is said', () => /start of dairy failed.*there is no folder/.test(second.stderr()));
  expect(await list(data)).toContainEqual(
    expect.objectContaining({
      name: 'dairy',
      url: null,
      reason: expect.stringContaining('there is no folder'),
    }),
  );

  expect(await service(data, 'remove', 'dairy')).toContain(`stay in ${data}`);
  expect(await service(data, 'remove', 'cellar')).toContain('cellar is removed');
  await expect(statusOf(cellar)).rejects.toThrow();
  expect(versionsOf(data)).toHaveLength(1);
  expect(await statusOf(bakery)).toBeLessThan(500);

  await second.end('SIGINT');
  expect(processesOf(data)).toEqual([]);
  // After the end.
  expect((await list(data)).map(({ name }) => name)).toEqual(['bakery']);
  expect(await service(data, 'remove', 'bakery')).toContain('bakery is removed');
  expect(await list(data)).toEqual([]);
});
