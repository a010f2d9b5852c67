import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApi } from '../support/api.ts';
import { git, subjects } from '../support/git.ts';
import { runIronclaw, startIronclaw } from '../support/ironclaw.ts';
import { processesOf } from '../support/processes.ts';
import { LoopReport } from '../support/run-summary.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Changes, copyTicker, makeTicker, tickerManifest, upOn } from '../support/ticker.ts';
import { until } from '../support/until.ts';

/** A changed ticker in a new folder, beside a folder for its data. */
function place(changes: Changes = {}) {
  const folder = temporaryFolder();
  return { repository: makeTicker(join(folder, 'ticker'), changes), data: join(folder, 'data') };
}

const manifestWith = (changes: object): Changes => ({
  'ironclaw.json': JSON.stringify({ ...tickerManifest(), ...changes }),
});

const usage = 2;
const failure = 1;

/** The message for a rejected service: nothing was started, and standard output is empty. */
async function refusalOf(repository: string, data: string, expected = usage, ...more: readonly string[]) {
  const { code, stdout, stderr } = await runIronclaw(upOn(repository, data, '--once', ...more));
  expect({ code, stdout }, stderr).toEqual({ code: expected, stdout: '' });
  expect(processesOf(data)).toEqual([]);
  return stderr.trim();
}

describe('an unusable repository is rejected with one sentence', () => {
  test('no such folder', async () => {
    const folder = temporaryFolder();

    expect(await refusalOf(`${folder}/nowhere`, `${folder}/data`)).toBe(
      `ironclaw: there is no folder ${folder}/nowhere.`,
    );
  });

  test('no git repository', async () => {
    const folder = temporaryFolder();
    const service = copyTicker(`${folder}/ticker`);

    expect(await refusalOf(service, `${folder}/data`)).toBe(
      `ironclaw: ${service} is not a git repository; run git init there and commit the service.`,
    );
  });

  test('no ironclaw.json', async () => {
    const { repository, data } = place({ 'ironclaw.json': null });

    expect(await refusalOf(repository, data)).toBe(
      `ironclaw: ${repository} has no ironclaw.json, which says how to start and test it; ironclaw init writes one.`,
    );
  });

  test('an ironclaw.json that is not JSON', async () => {
    const { repository, data } = place({ 'ironclaw.json': '{ "name": ' });

    expect(await refusalOf(repository, data)).toMatch(/^ironclaw: ironclaw\.json is not JSON/);
  });

  test('an ironclaw.json with an invalid and a missing field, both of which are named', async () => {
    const commands = { start: 'node src/server.ts' };
    const { repository, data } = place(manifestWith({ commands, targets: { p95: 'fast' } }));

    const told = await refusalOf(repository, data);

    expect(told).toMatch(/^ironclaw: ironclaw\.json is not valid:$/m);
    expect(told).toContain('line 1: commands.test is missing');
    expect(told).toContain('line 1: targets.p95');
  });

  test('without the branch that its ironclaw.json names', async () => {
    const { repository, data } = place(manifestWith({ branch: 'release' }));

    expect(await refusalOf(repository, data, failure)).toBe(
      `ironclaw: ${repository} has no branch release, which its ironclaw.json names.`,
    );
  });

  test('a secret that is nowhere', async () => {
    const { repository, data } = place(manifestWith({ env: { KEY: { secret: 'TICKER_KEY' } } }));

    expect(await refusalOf(repository, data, failure)).toMatch(
      /^ironclaw: env of ironclaw\.json asks for TICKER_KEY \(for KEY\), which you have not set/,
    );
  });

  test('packages that are not installed', async () => {
    const { repository, data } = place({ 'package.json': '{"dependencies": {"no-such-package": "1"}}' });

    expect(await refusalOf(repository, data, failure)).toBe(
      `ironclaw: ${repository} has not installed no-such-package, for which its package.json asks; run npm install first.`,
    );
  });

  test('traffic from a missing file', async () => {
    const { repository, data } = place();

    expect(await refusalOf(repository, data, usage, '--traffic', `${data}/none.jsonl`)).toBe(
      `ironclaw: there is no file ${data}/none.jsonl with requests to play.`,
    );
  });
});

test('a service that does not start is reported with the end of its output, and nothing keeps running', async () => {
  const { repository, data } = place({ 'src/server.ts': 'throw new Error("the market is closed");\n' });
  const before = git(repository, 'rev-parse', 'main');

  const told = await refusalOf(repository, data, failure);

  expect(told).toContain(`ironclaw: version ${before.slice(0, 7)} of ticker ended with code 1`);
  expect(told).toContain('the market is closed');
  expect(git(repository, 'rev-parse', 'main')).toBe(before);
});

test('Ctrl-C while a service is built ends the build at once, and nothing keeps running', async () => {
  const { start, test: tests } = tickerManifest().commands as Record<string, string>;
  const { repository, data } = place(manifestWith({ commands: { start, test: tests, build: 'sleep 600' } }));
  const running = startIronclaw(upOn(repository, data));
  await until('it is built', () => processesOf(data).some((command) => command.includes('sleep 600')), {
    patience: 60_000,
  });

  const interrupted = Date.now();
  const { code, stderr } = await running.end('SIGINT');

  expect({ code, stderr: stderr.trim() }).toEqual({ code: 130, stderr: 'ironclaw: interrupted.' });
  expect(Date.now() - interrupted).toBeLessThan(30_000);
  expect(processesOf(data)).toEqual([]);
});

describe("the value of a service's tests", () => {
  test('without tests, nothing is shipped, and the record says why', async () => {
    const { repository, data } = place({ 'tests/valuation.check.ts': null });

    const { code, stdout, stderr } = await runIronclaw(upOn(repository, data, '--once'));

    expect(code, stderr).toBe(4);
    const { improvements } = LoopReport.parse(JSON.parse(stdout));
    expect(new Set(improvements.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(stderr).toMatch(/rejected .*no change could be proven: The service has no test that runs/);
    expect(subjects(repository)).toEqual(['As it was bought']);
  });

  test('if no test runs the changed lines, an approver decides', async () => {
    const idle = "import { test } from 'node:test';\ntest('the market is open', () => {});\n";
    const { repository, data } = place({ 'tests/valuation.check.ts': idle });

    const { code, stdout, stderr } = await runIronclaw(upOn(repository, data, '--once'));

    expect(code, stderr).toBe(6);
    expect(LoopReport.parse(JSON.parse(stdout)).improvements, stderr).toContainEqual(
      expect.objectContaining({ status: 'awaiting-approval', commit: null }),
    );
    expect(stderr).toMatch(/for an approver: (?:confidence 0\.\d\d is below 0\.986|approval needed)/);
    expect(subjects(repository)).toEqual(['As it was bought']);
  });

  test('a test that fails before the change does not count against it', async () => {
    const red =
      "import { test } from 'node:test';\n" +
      "test('the moon is quoted', () => {\n  throw new Error('not yet');\n});\n";
    const { repository, data } = place({ 'tests/moon.check.ts': red });

    const { code, stdout, stderr } = await runIronclaw(upOn(repository, data, '--once'));

    expect(code, stderr).toBe(0);
    const { improvements } = LoopReport.parse(JSON.parse(stdout));
    expect(improvements).toContainEqual(
      expect.objectContaining({ status: 'applied', gates: expect.objectContaining({ tests: 'passed' }) }),
    );
  });
});

test("a second instance on the same data is refused, names the first one's process, and does not disturb it", async () => {
  const { repository, data } = place();
  const first = startIronclaw(upOn(repository, data));
  const url = await first.ready();

  const second = await runIronclaw(upOn(repository, data));

  expect(second.code).toBe(1);
  expect(second.stderr.trim()).toBe(
    `ironclaw: process ${first.pid} already uses this data folder; stop it, or name another folder with --data.`,
  );
  expect(await (await openApi(url, data)).improvements()).toEqual([]);
  await first.end('SIGINT');
  expect(processesOf(data)).toEqual([]);
});

describe('if bubblewrap is not installed', () => {
  /** A folder with all programs except bubblewrap. */
  function programsWithoutBubblewrap(): string {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    for (const name of ['git', 'tar', 'setpriv', 'sh', 'prlimit'])
      symlinkSync(join('/usr/bin', name), join(folder, name));
    chmodSync(folder, 0o755);
    return folder;
  }

  const someone = 4_242;

  /** Root hands the folder to another user, and starts the program as that user. */
  function asOrdinaryUser(folder: string): readonly string[] {
    if (process.getuid?.() !== 0) return [];
    spawnSync('chown', ['-R', `${someone}:${someone}`, folder]);
    return ['setpriv', '--reuid', String(someone), '--regid', String(someone), '--clear-groups', '--'];
  }

  test('a service other than the example is refused, with how to install bubblewrap', async () => {
    const { repository, data } = place();

    const { code, stderr } = await runIronclaw(upOn(repository, data, '--once'), {
      environment: { PATH: programsWithoutBubblewrap() },
    });

    expect(code).toBe(1);
    expect(stderr).toContain('apt-get install bubblewrap');
    expect(stderr).toContain('--unprotected');
    expect(processesOf(data)).toEqual([]);
  });

  test('an operator who accepts the risk, and is not root, gets a warning, and the service runs', async () => {
    const { repository, data } = place();
    const running = startIronclaw(upOn(repository, data, '--unprotected'), {
      environment: { PATH: programsWithoutBubblewrap(), HOME: dirname(repository) },
      within: asOrdinaryUser(dirname(repository)),
    });

    await running.ready();

    await until('it is warned', () => running.stderr().includes('NO ISOLATION'));
    const { code } = await running.end('SIGINT');
    expect(code).toBe(130);
    expect(processesOf(data)).toEqual([]);
  });

  test('a missing git is reported', async () => {
    const { repository, data } = place();

    const { code, stderr } = await runIronclaw(upOn(repository, data), {
      environment: { PATH: temporaryFolder() },
    });

    expect(code).toBe(1);
    expect(stderr).toContain('apt-get install git');
  });
});
