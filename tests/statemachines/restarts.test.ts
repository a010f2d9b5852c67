import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Status } from '#core/improvements/status.ts';
import { openRequestSample } from '#local/fleet/kept-sample.ts';
import { aReport } from '../support/report.ts';
import { type ScenarioRunner, startScenarios } from '../support/scenarios/scenario-runner.ts';
import { merge, snapshot } from '../support/scenarios/slow-shop.ts';
import { better } from '../support/scenarios/traffic.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

/** The result, except for the first times: then the job hangs until its process is killed. */
function hangsFirst<Result>(times: number, result: Result): Result | Promise<Result> {
  return times > 0 ? new Promise(() => undefined) : result;
}

it('five restarts, of which two during the test, end with the fix kept, at the first attempt', async () => {
  const left = { scan: 1, verify: 2, release: 1 };
  const next = (job: keyof typeof left): number => {
    left[job] -= 1;
    return left[job] + 1;
  };
  const scenario = await runner.open({
    traffic: better,
    script: {
      scan: () => hangsFirst(next('scan'), snapshot),
      verify: ({ candidateHash, improvementId, baseCommit }) =>
        hangsFirst(next('verify'), aReport({ candidateHash, improvementId, baseCommit })),
      release: () =>
        hangsFirst(next('release'), { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge }),
    },
  });
  const reached = (status: Status, jobs: number) =>
    until(
      `it is ${status}`,
      async () => (await scenario.record()).status === status && scenario.jobs().length >= jobs,
      { patience: 60_000 },
    );
  // No request comes after the first start: what is replayed is what was kept.
  const file = join(temporaryFolder(), 'requests.jsonl');
  const first = await openRequestSample(file, 10);
  first.add({ method: 'GET', path: '/prices', contentType: undefined, body: undefined });
  await until('the requests are kept', () => existsSync(file));
  const restart = async () => {
    const sample = await openRequestSample(file);
    scenario.fleet.seenRequests = sample.all;
    await until('it is continued', async () => (await runner.restart(scenario.service)).length > 0);
    await sample.close();
  };

  await runner.begin(scenario);
  await reached('generating', 1);
  await restart();
  await reached('testing', 3);
  await restart();
  await reached('testing', 4);
  await restart();
  await reached('deploying', 6);
  await restart();
  await reached('watching', 7);
  await restart();
  await reached('applied', 7);

  await first.close();
  expect(await scenario.record()).toMatchObject({ attempt: 1, runs: 3, excused: 0, earlier: [] });
  await until('the new version serves alone', () => scenario.fleet.baseline === merge);
});
