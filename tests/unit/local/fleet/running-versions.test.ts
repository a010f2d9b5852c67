import { expect, test, vi } from 'vitest';
import { openVersions } from '#local/fleet/running-versions.ts';
import type { VersionProcess } from '#local/fleet/version-process.ts';

const commit = 'c'.repeat(40);

/** Versions whose start ends only when it may. */
function heldVersions() {
  const held = Promise.withResolvers<void>();
  const stop = vi.fn(async () => undefined);
  const start = vi.fn(async (): Promise<VersionProcess> => {
    await held.promise;
    return { commit, url: 'http://127.0.0.1:9', ended: new Promise(() => undefined), stop };
  });
  const versions = openVersions({ start, isRestarted: () => false, onDeath: vi.fn(), onChange: vi.fn() });
  return { versions, start, stop, release: held.resolve };
}

test('a version that is wanted again while it starts is started once', async () => {
  const { versions, start, release } = heldVersions();

  const both = [versions.run(commit), versions.run(commit)];
  release();

  const [one, other] = await Promise.all(both);
  expect(one).toBe(other);
  expect(start).toHaveBeenCalledTimes(1);
});

test.each(['end', 'stop'] as const)('%s also ends a version that is still starting', async (verb) => {
  const { versions, stop, release } = heldVersions();

  const running = versions.run(commit);
  const ended = versions[verb](commit);
  release();
  await Promise.all([running, ended]);

  expect(stop).toHaveBeenCalledTimes(1);
  expect(versions.has(commit)).toBe(false);
});
