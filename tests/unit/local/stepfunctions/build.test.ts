import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BuildFailed, startBuilds } from '#local/stepfunctions/build.ts';
import { git } from '../../../support/git.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeTicker, writeFiles } from '../../../support/ticker.ts';
import { until } from '../../../support/until.ts';

function place(job: object) {
  const artifacts = temporaryFolder();
  writeFiles(artifacts, { 'jobs/1/job.json': JSON.stringify(job) });
  return { artifacts, builds: startBuilds({ artifacts, owner: artifacts }) };
}

test('a job runs in its folder', async () => {
  const repository = makeTicker(join(temporaryFolder(), 'ticker'));
  const { artifacts, builds } = place({ job: 'scan', repository, branch: 'main' });

  await builds.build('jobs/1');

  const { commit } = JSON.parse(readFileSync(join(artifacts, 'jobs/1/out/snapshot.json'), 'utf8'));
  expect(commit).toBe(git(repository, 'rev-parse', 'main'));
});

test("a failing job reports the reason under CodeBuild's error name, and leaves its log", async () => {
  const repository = join(temporaryFolder(), 'nowhere');
  const { artifacts, builds } = place({ job: 'scan', repository, branch: 'main' });

  const failure = await builds.build('jobs/1').catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(BuildFailed);
  expect(failure).toMatchObject({
    name: 'CodeBuild.BuildFailed',
    message: `There is no folder ${repository}.`,
  });
  expect(readFileSync(join(artifacts, 'jobs/1/out/build.log'), 'utf8')).toContain('There is no folder');
});

test('closing ends running jobs', async () => {
  const repository = makeTicker(join(temporaryFolder(), 'ticker'));
  const { artifacts, builds } = place({ job: 'scan', repository, branch: 'main' });
  const build = builds.build('jobs/1').catch(() => 'failed');
  await until('it has begun', () => processesOf(artifacts).length > 0);

  await builds.close();

  expect(await build).toBe('failed');
  expect(existsSync(join(artifacts, 'jobs/1/out/snapshot.json'))).toBe(false);
  expect(processesOf(artifacts)).toEqual([]);
});
