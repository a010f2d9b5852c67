import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doctor } from '#local/onboarding/doctor/doctor.ts';
import { hasBubblewrap } from '#local/service/isolation.ts';
import { commitAll, git } from '../../../../support/git.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const options = (path: string | null) => ({
  path,
  data: join(temporaryFolder(), 'data'),
  model: null,
  acceptsRisk: false,
  preload: null,
  signal: AbortSignal.any([]),
  tell: () => undefined,
});

test('an installation is checked without a service, and nothing is written', async () => {
  const { installation, service } = await doctor(options(null));

  expect(service).toBeNull();
  expect(installation.map(({ what }) => what)).toEqual([
    'bubblewrap',
    'git',
    'node',
    'ports',
    'data folder',
    'disk',
    'model',
  ]);
});

test.runIf(hasBubblewrap())(
  'what a manifest names is tried again, and the manifest stays as it is',
  async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 'src/a.js'), 'process.exit(3)');
    const commands = { start: 'node src/a.js', test: 'node --test' };
    writeFileSync(
      join(folder, 'ironclaw.json'),
      JSON.stringify({ name: 'a', language: 'javascript', commands }),
    );
    commitAll(folder);

    const { isWell, service } = await doctor(options(folder));

    expect(isWell).toBe(false);
    expect(service).toMatchObject({ isUsable: false, isWritten: false });
    expect(service?.rows.find(({ what }) => what === 'start')?.detail).toContain('ended with code 3');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  },
);

test('a folder without a manifest is told how to get one', async () => {
  await expect(doctor(options(temporaryFolder()))).rejects.toThrow('ironclaw init');
});

test('a manifest that cannot be used is refused with all its problems before anything is tried', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'ironclaw.json'),
    '{"name": "a",\n"env": "none",\n"commands": {"start": "node a.js"}}',
  );
  await expect(doctor(options(folder))).rejects.toMatchObject({
    code: 'service/invalid-manifest',
    message: expect.stringMatching(/line 2: env[\s\S]*line 3: commands.test is missing/),
  });
});
