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
import { broughtIn, type Improved, improved, type Make } from './makes.ts';

const answersFolder = fileURLToPath(new URL('answers', import.meta.url));

describe('a service that never heard of Ironclaw is brought in by one command', () => {
  for (const make of broughtIn) {
    const { cannotRun = null } = make;
    const title = cannotRun === null ? make.make : `${make.make}: not here, because ${cannotRun}`;
    test.skipIf(cannotRun !== null)(title, async () => {
      const { repository } = await bringIn(make, temporaryFolder());
      expect(git(repository, 'status', '--porcelain')).toBe('?? ironclaw.json');
    });
  }
});

describe('and is improved', () => {
  let model: RecordedModel;
  beforeAll(async () => {
    model = await startRecordedModel({ answersFolder });
  });
  afterAll(() => model.close());

  // The result depends on measurements: a machine that is too busy for them gets a second chance.
  for (const make of improved) test(make.make, { retry: 1 }, () => improve(make, model));
});

async function bringIn({ make, directory = '.', answers = [] }: Make, folder: string) {
  const repository = await layOut(make, join(folder, 'service'));
  const service = join(repository, directory);
  const { code, stdout, stderr } = await runIronclaw(['init', service, '--yes', ...answers]);
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  return { repository, service };
}

async function improve(make: Improved, model: RecordedModel): Promise<void> {
  const { endpoint, writtenBy, status, slow, quick } = make;
  const folder = temporaryFolder();
  const { repository, service } = await bringIn(make, folder);
  const data = join(folder, 'data');
  const environment = { OPENAI_BASE_URL: model.url, IRONCLAW_MODEL: 'recorded-answers' };
  const traffic = writeTraffic(join(folder, 'traffic.jsonl'), slow, quick);
  const where = ['--service', service, '--data', data, '--port', '0', '--traffic', traffic];

  const loop = await runIronclaw(['up', '--once', '--trial', '--json', ...where], { environment });

  expect(loop.code, loop.stderr).toBe(status === 'applied' ? 0 : 6);
  const { improvements } = LoopReport.parse(JSON.parse(loop.stdout));
  expect(improvements).toContainEqual(expect.objectContaining({ endpoint, source: writtenBy, status }));
  expect(subjects(repository)).toContain('As it was bought');
  expect(git(repository, 'status', '--porcelain')).toMatch(/^\?\? \S*ironclaw\.json$/);
  expect(processesOf(data)).toEqual([]);
}
