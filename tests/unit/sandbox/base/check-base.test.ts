import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BaseReport, whyNothingCanBeProven } from '#core/improvements/base/base-report.ts';
import type { CheckBaseJob } from '#core/improvements/jobs.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { checkBase } from '#sandbox/base/check-base.ts';
import { makeVerifyJob } from '../support/kiosk.ts';

/** Checks the kiosk with what differs from it. */
async function checked(
  given: Parameters<typeof makeVerifyJob>[0] = {},
  limits: Partial<Manifest['limits']> = {},
): Promise<BaseReport> {
  const { folder, job } = makeVerifyJob(given);
  const { manifest, dependencies, packages } = job;
  const commit = 'a'.repeat(40);
  const check: CheckBaseJob = {
    job: 'check-base',
    commit,
    manifest: { ...manifest, limits: { ...manifest.limits, ...limits } },
    dependencies,
    packages,
    isolation: 'process',
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

describe('the check of a base', () => {
  it('says which of the checks work, and how long each takes', async () => {
    const report = await checked({ commands: { typecheck: 'true', lint: 'echo 3 warnings; exit 1' } });
    expect(resultsOf(report)).toEqual({ typecheck: 'works', lint: 'fails', tests: 'works', start: 'works' });
    expect(detailOf(report, 'lint')).toBe('`echo 3 warnings; exit 1` fails: 3 warnings');
    expect(report.checks.every(({ seconds }) => seconds > 0)).toBe(true);
    expect(whyNothingCanBeProven(report)).toBeNull();
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
      '`sleep 20` was killed: ran longer than 1 s',
    ],
    ['tests that write no report', { test: 'echo nothing to do' }, 'wrote no JUnit report'],
    [
      'a service that does not start',
      { start: 'echo no database >&2; exit 3' },
      'it ended with code 3: no database',
    ],
  ])('finds that nothing can be proven with %s', async (_, commands, expected) => {
    expect(whyNothingCanBeProven(await checked({ commands }, { seconds: 1 }))).toContain(expected);
  });
});
