import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordedModel, startRecordedModel } from '#local/model/recorded-model.ts';
import { git, subjects } from '../support/git.ts';
import { runIronclaw } from '../support/ironclaw.ts';
import { layOut, writeTraffic } from '../support/makes.ts';
import { processesOf } from '../support/processes.ts';
import { LoopReport } from '../support/run-summary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Make, makes } from './makes.ts';

const answersFolder = fileURLToPath(new URL('answers', import.meta.url));

describe('a service that never heard of Ironclaw is brought in by one command and improved', () => {
  let model: RecordedModel;
  beforeAll(async () => {
    model = await startRecordedModel({ answersFolder });
  });
  afterAll(() => model.close());

  for (const make of makes) {
    const { cannotRun = null } = make;
    const title = cannotRun === null ? make.make : `${make.make}: not here, because ${cannotRun}`;
    // The result depends on measurements: a machine that is too busy for them gets a second chance.
    test.skipIf(cannotRun !== null)(title, { retry: 1 }, () => bringIn(make, model));
  }
});

async function bringIn(
  { make, directory = '.', answers = [], slow, quick, endpoint, writtenBy }: Make,
  model: RecordedModel,
): Promise<void> {
  const folder = temporaryFolder();
  const repository = await layOut(make, join(folder, 'service'));
  const service = join(repository, directory);
  const data = join(folder, 'data');
  const environment = { OPENAI_BASE_URL: model.url, IRONCLAW_MODEL: 'recorded-answers' };

  const init = await runIronclaw(['init', service, '--yes', ...answers], { environment });
  expect(init.code, `${init.stdout}\n${init.stderr}`).toBe(0);

  const traffic = writeTraffic(join(folder, 'traffic.jsonl'), slow, quick);
  const where = ['--service', service, '--data', data, '--port', '0', '--traffic', traffic];
  const loop = await runIronclaw(['up', '--once', '--trial', '--json', ...where], { environment });

  expect(loop.code, loop.stderr).toBe(0);
  const { improvements } = LoopReport.parse(JSON.parse(loop.stdout));
  expect(improvements).toContainEqual(
    expect.objectContaining({ endpoint, source: writtenBy, status: 'applied', verdict: 'safe' }),
  );
  expect(subjects(repository)).toContain('As it was bought');
  expect(git(repository, 'status', '--porcelain')).toMatch(/^\?\? \S*ironclaw\.json$/);
  expect(processesOf(data)).toEqual([]);
}
