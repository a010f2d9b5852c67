import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { RunningService } from '#local/run-service.ts';
import { readAdded } from '#local/services/added-services.ts';
import { openRunningDesk } from '#local/services/running-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeTicker } from '../../../support/ticker.ts';
import { until } from '../../../support/until.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A desk whose services start as this function does, with the folder of one that can be added. */
function deskOf(start: (signal: AbortSignal) => Promise<RunningService>) {
  const folder = temporaryFolder();
  const file = join(folder, 'services.json');
  const starts = vi.fn((_: unknown, signal: AbortSignal) => start(signal));
  const desk = openRunningDesk({ file, start: starts, unfinished: async () => [] });
  return { desk, starts, path: makeTicker(join(folder, 'ticker')), added: () => readAdded(file) };
}

/** A start that goes on until it is interrupted. */
const withoutEnd = (signal: AbortSignal) =>
  new Promise<RunningService>((_, fail) => {
    signal.addEventListener('abort', () => fail(signal.reason));
  });

const runningAt = (url: string) => async () =>
  ({ url, stop: async () => undefined }) as Partial<RunningService> as RunningService;

test('a service that is removed while it starts does not start any more, and its operator is told', async () => {
  const warned = vi.spyOn(console, 'error');
  const { desk, starts, path, added } = deskOf(withoutEnd);
  const adding = desk.add(path).catch((error: Error) => error.message);
  await until('it is starting', () => starts.mock.calls.length > 0);

  expect(await desk.remove('ticker')).toEqual({ name: 'ticker', unfinished: [] });

  expect(await adding).toBe('ticker was removed while it was starting.');
  expect(added()).toEqual([]);
  expect(await desk.list()).toEqual([]);
  expect(starts).toHaveBeenCalledTimes(1);
  expect(warned).not.toHaveBeenCalled();
});

test('the end of an instance does not wait for a start', async () => {
  const { desk, starts, path } = deskOf(withoutEnd);
  const adding = desk.add(path);
  await until('it is starting', () => starts.mock.calls.length > 0);

  await desk.stop();

  expect(await adding).toMatchObject({ name: 'ticker', url: null });
});

test('a service that is added twice at once is started once', async () => {
  const { desk, starts, path, added } = deskOf(runningAt('http://127.0.0.1:4321'));

  const lines = await Promise.all([desk.add(path), desk.add(path)]);

  expect(lines.map(({ url }) => url)).toEqual(['http://127.0.0.1:4321', 'http://127.0.0.1:4321']);
  expect(starts).toHaveBeenCalledTimes(1);
  expect(added()).toEqual([{ name: 'ticker', path, port: 4321 }]);
});
