import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { bundleSandboxProgram } from '#lib/bundle/bundle-sandbox-program.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { containerIsHere } from './support/container-here.ts';
import { git, makeRepository, makeVerifyJob, temporaryFolder, writeFiles } from './support/kiosk.ts';

const programs = keptFolder('bundle');

/** The program as shipped: files that need no packages but those with native code, which lie beside them. */
beforeAll(async () => {
  // The service's code runs as another user, and starts the relay.
  await bundleSandboxProgram(programs);
  chmodSync(programs, 0o755);
});

afterAll(() => rmSync(programs, { recursive: true }));

function run(folder: string) {
  const { status, stderr } = spawnSync(join(programs, 'node'), [join(programs, 'main.mjs'), folder], {
    encoding: 'utf8',
  });
  return { code: status, said: stderr };
}

it('the bundled program is a few files, the native code of the static analysis, and the Node that runs them', () => {
  expect(readdirSync(programs).sort()).toEqual([
    'capture.mjs',
    'execute.mjs',
    'find-hits-thread.mjs',
    'hooks.mjs',
    'main.mjs',
    'node',
    'node_modules',
    'relay.mjs',
    'reporters',
    'scan-program.mjs',
  ]);
});

it('the bundled program verifies a candidate', () => {
  const isolation = containerIsHere ? 'container' : 'process';
  const { folder } = makeVerifyJob({ job: { isolation } });
  expect(run(folder)).toEqual({ code: 0, said: '' });
  const report = VerificationReport.parse(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')));
  // The test does not check whether it is faster, because other tests keep the machine busy.
  expect(report).toMatchObject({
    isolation,
    tests: { ran: 2 },
    equivalence: { requests: 5, differences: [] },
  });
});

it.skipIf(!containerIsHere)('the bundled program reports that other users cannot read it', () => {
  chmodSync(programs, 0o700);
  onTestFinished(() => chmodSync(programs, 0o755));
  const { said } = run(makeVerifyJob({ job: { isolation: 'container' } }).folder);
  expect(said).toMatch(
    /^The service's code cannot be run as another user here \(it cannot read .*\/(relay\.mjs|capture\.mjs|execute\.mjs|node)\)/,
  );
});

it('the bundled program scans a repository', () => {
  const repository = makeRepository({
    'lib/load.js': 'export async function load(x) {\n  while (x) x = await x.next;\n}\n',
    'lib/grow.js': 'export const grow = (list) => list.reduce((all, x) => [...all, x], []);\n',
  });
  const folder = temporaryFolder();
  writeFiles(folder, { 'job.json': JSON.stringify({ job: 'scan', repository, branch: 'main' }) });
  expect(run(folder)).toEqual({ code: 0, said: '' });
  const { commit } = JSON.parse(readFileSync(join(folder, 'out/snapshot.json'), 'utf8'));
  expect(commit).toBe(git(repository, 'rev-parse', 'main'));
  const found = JSON.parse(readFileSync(join(folder, 'out/static-findings.json'), 'utf8'));
  expect(found).toMatchObject({ commit, failures: [] });
  expect(new Set(found.findings.map(({ analyzer }: { analyzer: string }) => analyzer))).toEqual(
    new Set(['ironclaw', 'oxlint']),
  );
});

it('the bundled program gives in one sentence the reason of a failed job', () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'job.json': JSON.stringify({ job: 'scan', repository: makeRepository(), branch: 'trunk' }),
  });
  expect(run(folder)).toEqual({ code: 1, said: 'The repository has no branch "trunk".\n' });
});
