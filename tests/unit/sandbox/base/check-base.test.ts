import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BaseReport, replayOf, whyNothingCanBeProven } from '#core/improvements/base/base-report.ts';
import type { CheckBaseJob } from '#core/improvements/jobs.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { checkBase } from '#sandbox/base/check-base.ts';
import { kioskText, makeVerifyJob, requestFor, totalsFile, totalsRequests } from '../support/kiosk.ts';

/** Checks the kiosk with what differs from it. */
async function checked(
  given: Parameters<typeof makeVerifyJob>[0] = {},
  limits: Partial<Manifest['limits']> = {},
  known: BaseReport | null = null,
  hottest?: CheckBaseJob['hottest'],
): Promise<BaseReport> {
  const { folder, job } = makeVerifyJob(given);
  const { manifest, endpoint, dependencies, packages } = job;
  const commit = 'a'.repeat(40);
  const check: CheckBaseJob = {
    job: 'check-base',
    commit,
    manifest: { ...manifest, limits: { ...manifest.limits, ...limits } },
    endpoint,
    dependencies,
    packages,
    node: null,
    isolation: 'process',
    hottest,
    known,
  };
  const report = await checkBase(folder, check);
  expect(BaseReport.parse(JSON.parse(readFileSync(join(folder, 'out', 'base-report.json'), 'utf8')))).toEqual(
    report,
  );
  expect(existsSync(join(folder, 'out', 'log.txt'))).toBe(true);
  return report;
}

const resultsOf = ({ checks }: BaseReport) =>
  Object.fromEntries(checks.map(({ name, result }) => [name, result]));
const detailOf = ({ checks }: BaseReport, wanted: string) =>
  checks.find(({ name }) => name === wanted)?.detail;

const checkFile = (body: string) => ({
  'test/more.check.ts': `import assert from 'node:assert/strict';\nimport { existsSync, writeFileSync } from 'node:fs';\nimport test from 'node:test';\n${body}`,
});

const replayIn = (report: BaseReport) => replayOf(report, 'GET /totals');
/** The kiosk with a line of its own before it responds. */
const kioskThat = (line: string) => ({
  'src/server.ts': kioskText('src/server.ts').replace(
    "if (pathname === '/health') return answer(200, { ok: true });",
    (health) => `${health}\n  ${line}`,
  ),
});

describe('the check of a base', () => {
  it('says which of the checks work, and how long each takes', async () => {
    const report = await checked({ commands: { typecheck: 'true', lint: 'echo 3 warnings; exit 1' } });
    expect(resultsOf(report)).toEqual({
      build: 'absent',
      typecheck: 'works',
      lint: 'fails',
      tests: 'works',
      start: 'works',
    });
    expect(detailOf(report, 'lint')).toBe('`echo 3 warnings; exit 1` fails: 3 warnings');
    expect(report.checks.slice(1).every(({ seconds }) => seconds > 0)).toBe(true);
    expect(whyNothingCanBeProven(report)).toBeNull();
  });

  it('builds the base before everything else, and tries nothing on one that cannot be built', async () => {
    const commands = { build: 'echo "export const built = 1;" > built.ts', typecheck: 'test -e built.ts' };
    expect(resultsOf(await checked({ commands }))).toMatchObject({ build: 'works', typecheck: 'works' });
    const report = await checked({ commands: { build: 'echo no compiler; exit 1' } });
    expect(resultsOf(report)).toEqual({ build: 'fails' });
    expect(whyNothingCanBeProven(report)).toContain('ends with code 1: no compiler');
  });

  it('says nothing of a base that something outside of the sandbox killed', async () => {
    const kill = "if (pathname === '/health') process.kill(process.pid, 'SIGKILL');";
    const server = kioskText('src/server.ts').replace(
      "if (pathname === '/health')",
      `${kill}\n  if (pathname === '/health')`,
    );
    await expect(checked({ base: { 'src/server.ts': server } })).rejects.toMatchObject({
      code: 'sandbox/disturbed',
    });
  });

  it('describes what the hottest functions are called with, and tells no value', async () => {
    const hot = (name: string, own: number) => ({ name, file: totalsFile, own });
    const hottest = [hot('(anonymous)', 0.9), hot('totalsByProduct', 0.5), hot('nowhere', 0.1)];
    const { calls } = await checked({}, {}, null, hottest);
    expect(calls).toEqual([
      {
        endpoint: 'GET /totals',
        function: `${totalsFile}#totalsByProduct`,
        calls: expect.any(Number),
        arguments: [
          expect.stringMatching(/^array of [\d,]+ to [\d,]+: \{ product: string of .*, cents: number \}$/),
        ],
      },
    ]);
  });

  it.each([
    ['modules with source maps', 'tsc -p . --sourceMap'],
    ['modules without source maps', 'tsc -p .'],
    [
      'a bundle',
      'esbuild src/server.ts --bundle --platform=node --format=esm --sourcemap --outfile=dist/server.js',
    ],
  ])('describes calls of a service that runs %s', async (_, build) => {
    const compilerOptions = {
      outDir: 'dist',
      rootDir: 'src',
      module: 'nodenext',
      rewriteRelativeImportExtensions: true,
      skipLibCheck: true,
      target: 'es2022',
      types: ['node'],
    };
    const { calls } = await checked(
      {
        base: { 'tsconfig.json': JSON.stringify({ compilerOptions, include: ['src'] }) },
        commands: { build, start: 'node dist/server.js' },
        job: { dependencies: join(process.cwd(), 'node_modules') },
      },
      {},
      null,
      [{ name: 'totalsByProduct', file: totalsFile, own: 0.5 }],
    );
    expect(calls).toMatchObject([{ function: `${totalsFile}#totalsByProduct` }]);
  });

  it('keeps what functions of other endpoints are called with', async () => {
    const other = { endpoint: 'GET /other', function: 'src/a.ts#b', calls: 1, arguments: [] };
    const first = await checked();
    expect((await checked({}, {}, { ...first, calls: [other] })).calls).toEqual([other]);
  });

  it('names the tests that fail', async () => {
    const report = await checked({
      base: checkFile("test('is red', () => assert.equal(1, 2));"),
    });
    expect(report.tests).toMatchObject({ failing: [expect.stringContaining('is red')], flaky: [] });
    expect(whyNothingCanBeProven(report)).toBeNull();
  });

  it('names the tests that pass and fail by turns', async () => {
    // Its state lies outside of the copies in which the tests run.
    const { folder } = makeVerifyJob();
    const mark = JSON.stringify(join(folder, 'ran-before'));
    const report = await checked({
      base: checkFile(
        `test('is moody', () => {
          const ranBefore = existsSync(${mark});
          writeFileSync(${mark}, '');
          assert.ok(ranBefore);
        });`,
      ),
    });
    expect(report.tests).toMatchObject({ failing: [], flaky: [expect.stringContaining('is moody')] });
  });

  it.each([
    [
      'tests that take longer than the limit',
      { test: 'sleep 20' },
      { seconds: 1 },
      '`sleep 20` was killed: ran longer than 1 s',
    ],
    [
      'tests that write no report',
      { test: 'echo nothing to do' },
      {},
      'wrote no report to IRONCLAW_TEST_REPORT',
    ],
    [
      'a service that does not start',
      { start: 'echo no database >&2; exit 3' },
      {},
      'it ended with code 3: no database',
    ],
  ])('finds that nothing can be proven with %s', async (_, commands, limits, expected) => {
    expect(whyNothingCanBeProven(await checked({ commands }, limits))).toContain(expected);
  });
});

describe('recorded requests that are replayed on a base', () => {
  it('could prove a change if enough of them get a response that the base repeats', async () => {
    expect(replayIn(await checked())).toMatchObject({
      result: 'works',
      detail: expect.stringContaining('all identical'),
    });
  });

  it.each([
    [
      'there are too few distinct ones',
      { requests: totalsRequests.slice(0, 4) },
      'Too little of GET /totals could be compared: 4 successful responses, and 5 are needed',
    ],
    ['none was recorded', { requests: [] }, 'No request was recorded'],
    [
      'the base refuses them, and names the setting that helps',
      { base: kioskThat("if (!request.headers.authorization) return answer(401, { error: 'who?' });") },
      'Most requests fail: the base answers 5 of 5 requests to GET /totals with 401; set "replay.headers" in ironclaw.json',
    ],
    [
      'the base does not repeat its responses',
      { base: kioskThat('if (pathname === "/totals") return answer(200, { once: Math.random() });') },
      '5 with responses that the base does not repeat (see "replay.ignore")',
    ],
  ])('prove nothing if %s', async (_, given, expected) => {
    const report = await checked(given);
    expect(replayIn(report)).toMatchObject({ result: 'fails', detail: expect.stringContaining(expected) });
    expect(whyNothingCanBeProven(report)).toBeNull();
  });

  it('are not sent to a base that does not start', async () => {
    const report = await checked({ commands: { start: 'exit 3' } });
    expect(report.replays).toEqual([]);
  });

  it('are tried again without the checks whose results are known', async () => {
    const other = { endpoint: 'GET /now', result: 'works', detail: 'known', seconds: 1 } as const;
    const few = await checked({ requests: [requestFor('/totals?first=1')] });
    const known = { ...few, replays: [...few.replays, other] };

    const report = await checked({ commands: { test: 'exit 1' } }, {}, known);

    expect(report).toMatchObject({ checks: few.checks, tests: few.tests });
    expect(replayIn(few)?.result).toBe('fails');
    expect(replayIn(report)?.result).toBe('works');
    expect(report.replays).toHaveLength(2);
    expect(replayOf(report, 'GET /now')).toEqual(other);
  });
});
