import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordedModel, startRecordedModel } from '#local/model/recorded-model.ts';
import { git, subjects } from '../support/git.ts';
import { runIronclaw } from '../support/ironclaw.ts';
import { layOut, type Played, writeTraffic } from '../support/makes.ts';
import { processesOf } from '../support/processes.ts';
import { LoopReport } from '../support/run-summary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Make {
  /** Its folder in tests/fixtures/makes. */
  readonly make: string;
  /** The service's folder in its repository. */
  readonly directory?: string;
  /** What its operator adds, because no repository says it. */
  readonly answers?: readonly string[];
  readonly endpoint: string;
  readonly writtenBy: 'rule' | 'model';
  readonly traffic: readonly Played[];
}

const numbered = (count: number, path: (number: number) => string): Played[] =>
  Array.from({ length: count }, (_, i) => ({ path: path(i + 1) }));

const makes: readonly Make[] = [
  {
    make: 'workspace-pnpm',
    directory: 'packages/api',
    endpoint: 'GET /depots/:depot/manifests/:number/prices',
    writtenBy: 'rule',
    traffic: [
      ...numbered(20, (i) => `/depots/north/manifests/${i}/prices`),
      ...numbered(20, (i) => `/depots/south/manifests/${i}/prices`),
      ...numbered(10, (i) => `/zones/${1_000 + i}`),
    ],
  },
  {
    make: 'sqlite',
    answers: ['--env', 'DATABASE=:memory:'],
    endpoint: 'GET /clubs/:id/absent/:id',
    writtenBy: 'model',
    traffic: [
      ...numbered(12, (i) => `/clubs/centre/absent/2026-${String(i).padStart(2, '0')}`),
      ...numbered(12, (i) => `/clubs/harbour/absent/2026-${String(i).padStart(2, '0')}`),
      ...numbered(10, (i) => `/members/${i}`),
    ],
  },
  {
    make: 'postgres',
    answers: [
      '--env',
      'DATABASE_URL=postgres://library@127.0.0.1:5433/library',
      '--setup',
      'npm run db:start',
      '--setup-stop',
      'npm run db:stop',
    ],
    endpoint: 'GET /shelves/:shelf/available',
    writtenBy: 'model',
    traffic: [
      ...numbered(12, (i) => `/shelves/${String.fromCharCode(64 + i)}/available`),
      ...numbered(12, (i) => `/books/${i}`),
    ],
  },
  {
    make: 'red-and-flaky',
    endpoint: 'GET /recipes/:id/unknown',
    writtenBy: 'model',
    traffic: [...numbered(30, (i) => `/recipes/${i}/unknown`), ...numbered(10, (i) => `/recipes/${i}`)],
  },
  {
    make: 'slow-start',
    endpoint: 'GET /districts/:number/summary',
    writtenBy: 'model',
    traffic: [...numbered(39, (i) => `/districts/${i}/summary`), ...numbered(10, (i) => `/places/${i}`)],
  },
];

const answersFolder = fileURLToPath(new URL('answers', import.meta.url));

describe('a service that never heard of Ironclaw is brought in by one command and improved', () => {
  let model: RecordedModel;
  beforeAll(async () => {
    model = await startRecordedModel({ answersFolder });
  });
  afterAll(() => model.close());

  // The result depends on measurements: a machine that is too busy for them gets a second chance.
  test.each(makes)('$make', { retry: 1 }, async ({ make, directory = '.', answers = [], ...expected }) => {
    const folder = temporaryFolder();
    const repository = await layOut(make, join(folder, 'service'));
    const service = join(repository, directory);
    const data = join(folder, 'data');
    const environment = { OPENAI_BASE_URL: model.url, IRONCLAW_MODEL: 'recorded-answers' };

    const init = await runIronclaw(['init', service, '--yes', ...answers], { environment });
    expect(init.code, `${init.stdout}\n${init.stderr}`).toBe(0);

    const traffic = writeTraffic(join(folder, 'traffic.jsonl'), expected.traffic);
    const where = ['--service', service, '--data', data, '--port', '0', '--traffic', traffic];
    const loop = await runIronclaw(['up', '--once', '--trial', '--json', ...where], { environment });

    expect(loop.code, loop.stderr).toBe(0);
    const { improvements } = LoopReport.parse(JSON.parse(loop.stdout));
    expect(improvements).toContainEqual(
      expect.objectContaining({
        endpoint: expected.endpoint,
        source: expected.writtenBy,
        status: 'applied',
        verdict: 'safe',
      }),
    );
    expect(subjects(repository)).toContain('As it was bought');
    expect(git(repository, 'status', '--porcelain')).toMatch(/^\?\? \S*ironclaw\.json$/);
    expect(processesOf(data)).toEqual([]);
  });
});
