import { expect, test } from 'vitest';
import { git, subjects } from '../support/git.ts';
import { runIronclaw } from '../support/ironclaw.ts';
import { processesOf } from '../support/processes.ts';
import { LoopReport } from '../support/run-summary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeTicker, slowEndpoint, upOn } from '../support/ticker.ts';

/** The result depends on measurements. If the machine was too busy for them, the loop says so, and the test tries again. */
const measured = { retry: 1 };

test('a service other than the example is improved in its own repository', measured, async () => {
  const folder = temporaryFolder();
  const repository = makeTicker(`${folder}/ticker`);
  const data = `${folder}/data`;
  const before = git(repository, 'rev-parse', 'main');

  const { code, stdout, stderr } = await runIronclaw(upOn(repository, data, '--once'));

  expect(code, stderr).toBe(0);
  const { improvements } = LoopReport.parse(JSON.parse(stdout));
  expect(improvements).toMatchObject([
    { endpoint: slowEndpoint, source: 'rule', status: 'applied', verdict: 'safe', badRequests: 0 },
  ]);
  expect(subjects(repository)).toEqual([
    `Merge branch 'ironclaw/${improvements[0]?.id}'`,
    'As it was bought',
  ]);
  expect(git(repository, 'rev-parse', 'main^')).toBe(before);
  expect(git(repository, 'rev-parse', 'main^2')).toBe(improvements[0]?.commit);
  expect(git(repository, 'status', '--porcelain')).toBe('');
  expect(processesOf(data)).toEqual([]);
});
