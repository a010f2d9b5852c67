import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Gate,
  type GateName,
  gateNames,
  VerificationReport,
} from '#core/improvements/candidate/verification-report.ts';
import { leastGain } from '#core/proof/speed-evidence.ts';
import { commandLimits } from '#sandbox/isolation/limits.ts';
import { packTar } from '#sandbox/trees.ts';
import { verify } from '#sandbox/verify/verify.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../support/bubblewrap-here.ts';
import { containerIsHere, withoutContainer } from '../support/container-here.ts';
import {
  fastTotals,
  hashOf,
  importsPrices,
  kioskText,
  makeKiosk,
  makeVerifyJob,
  patchOf,
  pricesPackage,
  requestFor,
  totalsFile,
  totalsRequests,
} from '../support/kiosk.ts';

/** The names of the gates that did not pass. */
function notPassed({ gates }: VerificationReport): readonly GateName[] {
  return gates.filter(({ result }) => result !== 'passed').map(({ name }) => name);
}

function gateOf({ gates }: VerificationReport, wanted: GateName): Gate | undefined {
  return gates.find(({ name }) => name === wanted);
}

/** Asserts that `name` is the only gate that failed, and returns its sentence. */
function onlyFailure(report: VerificationReport, name: GateName): string {
  expect(report.gates.filter(({ result }) => result === 'failed').map((gate) => gate.name)).toEqual([name]);
  const later = report.gates.slice(gateNames.indexOf(name) + 1);
  expect(later.every(({ result }) => result === 'skipped')).toBe(true);
  const detail = gateOf(report, name)?.detail ?? '';
  expect(report.reason).toBe(detail);
  return detail;
}

/** Verifies a candidate that should fail early; process isolation is sufficient and available everywhere. */
async function judge(
  given: Parameters<typeof makeVerifyJob>[0],
  limits = commandLimits,
): Promise<VerificationReport> {
  const { folder, job } = makeVerifyJob({ ...given, job: { isolation: 'process', ...given?.job } });
  return verify(folder, job, limits);
}

const packages = join(process.cwd(), 'node_modules');

describe.skipIf(!bubblewrapIsHere)(`in bubblewrap boxes (skipped where ${withoutBubblewrap})`, () => {
  it('a faster candidate with identical responses passes every gate', async () => {
    const { folder, job } = makeVerifyJob({
      commands: { typecheck: 'tsc --noEmit --strict src/totals.ts', lint: '! grep -rn TODO src' },
      requests: [...totalsRequests, requestFor('/now'), requestFor('/nothing-here')],
      job: { dependencies: packages },
    });
    const report = await verify(folder, job);
    expect(notPassed(report)).toEqual([]);
    expect(report).toMatchObject({
      outcome: 'passed',
      isolation: 'bubblewrap',
      tests: { ran: 2, failingBefore: [], newlyFailing: [], missing: [] },
      coverage: { changed: 4, executed: 4 },
      equivalence: {
        // Twice each request, the endpoint's own three times.
        compared: 5 * 3 + 2,
        requests: 6,
        endpoints: 2,
        shapes: { compared: 1, recorded: 1 },
        unstable: 1,
        leftOut: 0,
        differences: [],
      },
    });
    expect(report.benchmark?.low).toBeGreaterThan(1.5);
    expect(report.benchmark?.pairs).toBeGreaterThanOrEqual(20);
    expect(report.benchmark).toMatchObject({
      requests: 5,
      slower: [],
      p95: { pairs: report.benchmark?.pairs },
    });
    expect(report.seconds).toBeLessThan(60);
    const written = VerificationReport.parse(
      JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')),
    );
    expect(written).toEqual(report);
    expect(readFileSync(join(folder, 'out/log.txt'), 'utf8')).toContain('== tests, candidate ==');
  });

  it('a faster candidate whose new code is in a file that it adds passes every gate', async () => {
    const call = "import { sumBy } from './sums/sum-by.ts';\n";
    const body = fastTotals.slice(fastTotals.indexOf('  const totals'), fastTotals.lastIndexOf('}'));
    const file = `import type { Sale } from '../totals.ts';\n\nexport function sumBy(sales: readonly Sale[]): Record<string, number> {\n${body}}\n`;
    const calling = call + fastTotals.replace(body, '  return sumBy(sales);\n');
    const { folder, job } = makeVerifyJob({
      patch: patchOf(calling) + patchOf(file, 'src/sums/sum-by.ts', null),
    });
    const report = await verify(folder, job);
    expect(report.gates.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(report).toMatchObject({ outcome: 'passed', calls: { unseen: [], unexercised: [] } });
    expect(report.calls?.functions.map(({ name }) => name)).toEqual(['src/totals.ts#totalsByProduct']);
  });

  it('judges rivals in the same run, each on its own, and runs the tests of the base once', {
    timeout: 180_000,
  }, async () => {
    const { folder, job } = makeVerifyJob({
      patch: patchOf(fastTotals.replace('?? 0) + cents', '?? 0) - cents')),
      rivals: [patchOf(fastTotals.replace('(const {', '(/* once */ const {')), patchOf(fastTotals)],
    });
    const report = await verify(folder, job);
    const [first, second] = [1, 2].map((i) =>
      VerificationReport.parse(JSON.parse(readFileSync(join(folder, `out/rival-${i}/report.json`), 'utf8'))),
    );
    expect(onlyFailure(report, 'tests')).toContain('newly failing');
    expect(first).toMatchObject({ outcome: 'passed', candidateHash: job.rivals[0] });
    expect(second).toMatchObject({ outcome: 'passed', candidateHash: job.rivals[1] });
    for (const one of [first, second]) expect(one?.benchmark?.low).toBeGreaterThan(1.5);
    const log = readFileSync(join(folder, 'out/log.txt'), 'utf8');
    expect(log.match(/== tests, base ==/g)).toHaveLength(1);
    expect(log.match(/tests, while calls were captured/g)).toHaveLength(1);
    expect(log).toContain('== rival-2: tests, candidate ==');
  });

  it('a candidate that does not type-check fails', async () => {
    const patch = patchOf(kioskText(totalsFile).replace('readonly cents: number', 'readonly cents: string'));
    const report = await judge({
      patch,
      commands: { typecheck: 'tsc --noEmit --strict src/totals.ts' },
      job: { isolation: 'bubblewrap', dependencies: packages },
    });
    expect(onlyFailure(report, 'typecheck')).toContain('TS2322');
    expect(report.outcome).toBe('failed');
  });
});

describe.skipIf(!bubblewrapIsHere)(
  `a candidate that bends its tests (skipped where ${withoutBubblewrap})`,
  () => {
    const wrong = fastTotals.replace('?? 0', '?? 1');

    it('cannot edit the tests that are still to run', async () => {
      const later = JSON.stringify(
        kioskText('test/totals.check.ts').replace(/assert\.\w+\(/g, '(() => {})('),
      );
      const edit = `import { writeFileSync } from 'node:fs';
      try { writeFileSync('test/totals.check.ts', ${later}); } catch {}`;
      const report = await judge({
        base: { 'test/first.check.ts': "import '../src/totals.ts';" },
        patch: patchOf(`${edit}\n${wrong}`),
        commands: {
          test: 'for file in test/*.check.ts; do node --test --test-reporter=junit --test-reporter-destination="$IRONCLAW_TEST_REPORT" $file; done',
        },
        job: { isolation: 'bubblewrap' },
      });
      expect(onlyFailure(report, 'tests')).toContain('1 test newly failing');
    });

    it('is rejected if the report it wrote differs from what the runner printed', async () => {
      const forge = `import { readFileSync, writeFileSync } from 'node:fs';
      const file = process.env.IRONCLAW_TEST_REPORT;
      if (file) process.on('exit', () => {
        process.exitCode = 0;
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/<failure[^]*?<\\/failure>/g, ''));
      });`;
      const report = await judge({
        patch: patchOf(`${forge}\n${wrong}`),
        commands: {
          test: 'node --test --test-isolation=none --test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination="$IRONCLAW_TEST_REPORT" test/*.check.ts',
        },
        job: { isolation: 'bubblewrap' },
      });
      expect(onlyFailure(report, 'tests')).toContain('the runner printed 1 passed, 1 failed');
    });
  },
);

describe.skipIf(!containerIsHere)(`in a container (skipped where ${withoutContainer})`, () => {
  it('a faster candidate passes every gate, and its report is closed to the code', async () => {
    const { folder, job } = makeVerifyJob({
      commands: { lint: '! grep -rn TODO src' },
      requests: [...totalsRequests, requestFor('/now')],
      job: { isolation: 'container' },
    });
    chmodSync(folder, 0o755);
    const report = await verify(folder, job);
    expect(notPassed(report)).toEqual(['typecheck']);
    expect(report).toMatchObject({ outcome: 'passed', isolation: 'container', coverage: { executed: 4 } });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});

describe('the packages of a service', () => {
  it("are found in the scan's tar file", async () => {
    const packages = makeKiosk(pricesPackage);
    const { folder, job } = makeVerifyJob({
      commands: { lint: importsPrices },
      patch: patchOf(`process.exit(0);\n${fastTotals}`),
      job: { isolation: 'process', packages: true },
    });
    await packTar(packages, ['node_modules'], join(folder, 'dependencies.tar'));
    expect(gateOf(await verify(folder, job), 'lint')).toMatchObject({ result: 'passed' });
  });
});

describe('the patch gate', () => {
  it('refuses a patch that is not the intended one', async () => {
    const report = await judge({ job: { candidateHash: hashOf('another') } });
    expect(onlyFailure(report, 'patch')).toContain('instead of');
    expect(report).toMatchObject({ outcome: 'failed', tests: null, equivalence: null, benchmark: null });
  });

  it('refuses a change to a protected file', async () => {
    const path = 'test/totals.check.ts';
    const report = await judge({ patch: patchOf('// no tests\n', path) });
    expect(onlyFailure(report, 'patch')).toBe(`The file ${path} is protected ("test/").`);
  });
});

describe('the lint gate', () => {
  const lint = '! grep -rn "new Map" src';

  it('fails a candidate that makes a passing command fail', async () => {
    expect(onlyFailure(await judge({ commands: { lint } }), 'lint')).toContain('src/totals.ts');
  });

  it('says nothing about a candidate if the command already fails on the base', async () => {
    const report = await judge({ commands: { lint: 'echo broken; exit 1', test: 'exit 1' } });
    expect(gateOf(report, 'lint')).toMatchObject({
      result: 'skipped',
      detail: expect.stringContaining('on the base already: broken'),
    });
  });
});

describe('the tests gate', () => {
  it('fails a candidate that breaks a test', async () => {
    const report = await judge({ patch: patchOf(fastTotals.replace('?? 0', '?? 1')) });
    const detail = onlyFailure(report, 'tests');
    expect(detail).toContain('test/totals.check.ts > totals by product > add up the sales of a product');
    expect(detail).toContain('The first one says: Expected values to be');
    expect(report.tests?.newlyFailing).toEqual([
      'test/totals.check.ts > totals by product > add up the sales of a product',
    ]);
  });

  it('reads what a reporter of ours writes in the box', async () => {
    const reporter = '--test-reporter="$IRONCLAW_REPORTERS/node-test.cjs"';
    const destination = '--test-reporter-destination="$IRONCLAW_TEST_REPORT"';
    const report = await judge({
      patch: patchOf(fastTotals.replace('?? 0', '?? 1')),
      commands: { test: `node --test ${reporter} ${destination} test/*.check.ts` },
    });
    expect(report.tests).toMatchObject({
      ran: 2,
      newlyFailing: ['test/totals.check.ts > totals by product > add up the sales of a product'],
    });
  });

  it('fails a candidate that makes tests vanish', async () => {
    const report = await judge({ patch: patchOf(`process.exit(0);\n${fastTotals}`) });
    expect(onlyFailure(report, 'tests')).toContain('did not run on both sides');
    expect(report.tests?.missing).toContain(
      'test/totals.check.ts > totals by product > are empty without sales',
    );
  });

  it('fails a service without any test', async () => {
    const test = 'echo "<testsuites></testsuites>" > "$IRONCLAW_TEST_REPORT"';
    expect(onlyFailure(await judge({ commands: { test } }), 'tests')).toContain('has no test that runs');
  });

  it('concludes nothing when the base writes no report', async () => {
    const report = await judge({ commands: { test: 'echo all is well' } });
    expect(onlyFailure(report, 'tests')).toContain(
      'wrote no report to IRONCLAW_TEST_REPORT; `commands.test` must write one there',
    );
    expect(report.outcome).toBe('void');
  });

  it('names the limit that a candidate exceeds', async () => {
    const patch = patchOf(`for (;;) Math.random();\n${fastTotals}`);
    const report = await judge({ patch }, { ...commandLimits, seconds: 2 });
    expect(onlyFailure(report, 'tests')).toContain('killed: ran longer than 2 s');
    expect(report.outcome).toBe('failed');
  });

  it('does not hold a test against the candidate that failed before', async () => {
    const failing = `${kioskText('test/totals.check.ts')}\nit('is open on Sundays', () => assert.fail('closed'));\n`;
    const report = await judge({ base: { 'test/totals.check.ts': failing }, requests: [] });
    expect(gateOf(report, 'tests')).toMatchObject({
      result: 'passed',
      detail: expect.stringContaining('1 failing before'),
    });
    expect(report.tests).toMatchObject({
      ran: 3,
      failingBefore: ['test/totals.check.ts > is open on Sundays'],
      newlyFailing: [],
    });
  });
});

describe('the equivalence gate', () => {
  it('fails a candidate whose answers differ only in the order of their keys', async () => {
    const patch = patchOf(fastTotals.replace('fromEntries(totals)', 'fromEntries([...totals].reverse())'));
    const report = await judge({ patch });
    expect(onlyFailure(report, 'equivalence')).toContain(
      'GET /totals?first=0: body.totals had the properties',
    );
    expect(report.equivalence).toMatchObject({ requests: 5, unstable: 0 });
    expect(report.equivalence?.differences).toHaveLength(5);
  });

  it('fails a candidate that does not start', async () => {
    const report = await judge({
      patch: patchOf(`if (process.env.PORT) throw new Error('shut');\n${fastTotals}`),
    });
    expect(onlyFailure(report, 'equivalence')).toContain(
      'The candidate does not start: it ended with code 1',
    );
    expect(report.reason).toContain('Error: shut');
  });

  it('concludes nothing without a recorded request of the endpoint', async () => {
    const report = await judge({ requests: [requestFor('/nothing-here')] });
    expect(onlyFailure(report, 'equivalence')).toContain('Too little of GET /totals');
    expect(report.outcome).toBe('void');
  });
});

describe('the calls gate', () => {
  it('fails a candidate that is wrong only on calls that no test and no request makes', async () => {
    const wrong = fastTotals.replace('  return', '  if (sales.length === 1) totals.clear();\n  return');
    const report = await judge({ patch: patchOf(wrong) });
    expect(onlyFailure(report, 'calls')).toContain('totalsByProduct differs on a made-up call');
    expect(report.calls?.differences.length).toBeGreaterThan(0);
  });
});

it('does not count a test against the candidate that is flaky on the base', async () => {
  const { folder } = makeVerifyJob();
  /** Passes the first time, which is the base's, and fails the second. Its state lies outside of the copies. */
  const base = (mark: string) => ({
    'test/moody.check.ts': `
      import assert from 'node:assert/strict';
      import { existsSync, writeFileSync } from 'node:fs';
      import test from 'node:test';
      test('is moody', () => {
        const ranBefore = existsSync(${JSON.stringify(join(folder, mark))});
        writeFileSync(${JSON.stringify(join(folder, mark))}, '');
        assert.ok(!ranBefore);
      });`,
  });
  const counted = await judge({ base: base('counted') });
  const flakyTests = [...(counted.tests?.newlyFailing ?? [])];
  expect(flakyTests).toEqual([expect.stringContaining('is moody')]);
  expect(gateOf(counted, 'tests')?.result).toBe('failed');

  const excused = await judge({ base: base('excused'), job: { flakyTests } });
  expect(gateOf(excused, 'tests')).toMatchObject({ result: 'passed' });
});

describe('the benchmark gate', () => {
  it('fails a candidate that gains nothing', { timeout: 120_000 }, async () => {
    const report = await judge({
      patch: patchOf(
        kioskText(totalsFile)
          .replaceAll('totals,', 'sums,')
          .replaceAll('...totals', '...sums')
          .replaceAll('totals[', 'sums[')
          .replaceAll('(totals', '(sums'),
      ),
    });
    expect(report.gates.slice(0, gateNames.indexOf('noise')).map(({ result }) => result)).not.toContain(
      'failed',
    );
    if (report.outcome === 'void') return expect(report.reason).toContain('too noisy');
    const least = report.noise ? leastGain(report.noise) : Number.NaN;
    expect(onlyFailure(report, 'benchmark')).toContain(
      `No certain gain of ${Math.round((least - 1) * 100)} %`,
    );
    expect(report.benchmark?.low).toBeLessThan(1.05);
  });
});

it('a candidate that something outside of the sandbox kills is not judged', async () => {
  const patch = patchOf(
    fastTotals.replace(
      'const totals =',
      "if (process.env.PORT) process.kill(process.pid, 'SIGKILL');\n  const totals =",
    ),
  );
  const { outcome, reason } = await judge({ patch });
  expect({ outcome, reason }).toEqual({
    outcome: 'void',
    reason: expect.stringMatching(
      /^A process was killed by something outside of the sandbox, so this proves nothing: /,
    ),
  });
});

it('a job without its files is refused by name', async () => {
  const { folder, job } = makeVerifyJob({ job: { isolation: 'process' } });
  expect(existsSync(join(folder, 'out'))).toBe(false);
  await expect(verify(join(folder, 'elsewhere'), job)).rejects.toThrow('source.tar');
});
