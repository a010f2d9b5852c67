import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BaseReport } from '#core/improvements/base/base-report.ts';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { bundleSandboxProgram } from '#lib/bundle/bundle-sandbox-program.ts';
import { type JobProjectKind, jobBuildSpec } from '#lib/constructs/job-build-spec.ts';
import { keptFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { containerIsHere } from '../unit/sandbox/support/container-here.ts';
import {
  git,
  importsPrices,
  makeKiosk,
  makeRepository,
  makeVerifyJob,
  pricesPackage,
  writeFiles,
} from '../unit/sandbox/support/kiosk.ts';
import { installFakeAwsCli } from './fake-aws-cli.ts';

/* Runs the commands of the buildspec in bash, as CodeBuild does, in temporary folders. */

const source = keptFolder('job-source');
beforeAll(() => bundleSandboxProgram(source));
afterAll(() => rmSync(source, { recursive: true }));

const jobFolder = 'jobs/shop-1/1';

interface Build {
  /** Whether the phase `build` succeeded, and what both phases printed. */
  readonly succeeded: boolean;
  readonly printed: string;
  /** The job's folder in the bucket. */
  readonly folder: string;
  readonly out: readonly string[];
  read(name: string): string;
}

/**
 * Runs the phases in order. Each stops at its first failing command; the last phase always runs.
 * @param fill creates the job's folder in the bucket; `out` is the folder in which the job will leave its results.
 */
function runBuild(kind: JobProjectKind, fill: (folder: string, out: string) => void): Build {
  const machine = temporaryFolder('job-machine');
  // The service's code runs as another user, who must be able to read the program.
  chmodSync(machine, 0o755);
  const tools = join(machine, 'tools');
  mkdirSync(tools);
  installFakeAwsCli(tools);
  const folder = join(machine, 'buckets', 'artifacts', jobFolder);
  mkdirSync(folder, { recursive: true });
  const places = {
    program: join(machine, 'program'),
    job: join(machine, 'job'),
    log: join(machine, 'build.log'),
  };
  const results = join(places.job, 'out');
  mkdirSync(results, { recursive: true });
  fill(folder, results);
  const { build, post_build: after } = jobBuildSpec(kind, 'artifacts', places).phases;
  const run = ({ commands }: { commands: readonly string[] }) =>
    spawnSync('bash', ['-c', commands.map((command) => `{ ${command}\n} || exit 1`).join('\n')], {
      cwd: source,
      encoding: 'utf8',
      env: {
        PATH: `${tools}:${process.env.PATH}`,
        BUCKETS: join(machine, 'buckets'),
        JOB_FOLDER: jobFolder,
        HOME: machine,
      },
    });
  const [first, last] = [run(build), run(after)];
  expect(last.stderr).toBe('');
  expect(last.status).toBe(0);
  const out = join(folder, 'out');
  return {
    succeeded: first.status === 0,
    printed: first.stdout + first.stderr,
    folder,
    out: existsSync(out) ? readdirSync(out).sort() : [],
    read: (name) => readFileSync(join(out, name), 'utf8'),
  };
}

const scanOf = (repository: string, branch = 'main') => ({
  'job.json': JSON.stringify({ job: 'scan', repository, branch }),
});

/** Creates the folder of a verify job, with the package that it imports in `dependencies.tar` if `hasTar`. */
function fillVerifyFolder(folder: string, packages: boolean, hasTar: boolean): void {
  const made = makeVerifyJob({
    job: { isolation: containerIsHere ? 'container' : 'process', packages },
    ...(packages ? { commands: { lint: importsPrices } } : {}),
  });
  cpSync(made.folder, folder, { recursive: true });
  if (!hasTar) return;
  const modules = makeKiosk(pricesPackage);
  const tar = ['-cf', join(folder, 'dependencies.tar'), '-C', modules, 'node_modules'];
  expect(spawnSync('tar', tar).status).toBe(0);
}

const gateOf = (build: Build, name: string) =>
  VerificationReport.parse(JSON.parse(build.read('report.json'))).gates.find((gate) => gate.name === name);

describe('a build', () => {
  it('of a scan leaves its results and its log in the folder', () => {
    const repository = makeRepository();
    const build = runBuild('scan', (folder) => writeFiles(folder, scanOf(repository)));
    expect(build).toMatchObject({
      succeeded: true,
      out: ['build.log', 'snapshot.json', 'source.tar', 'static-findings.json'],
    });
    expect(JSON.parse(build.read('static-findings.json')).failures).toEqual([]);
    expect(JSON.parse(build.read('snapshot.json')).commit).toBe(git(repository, 'rev-parse', 'main'));
  });

  it('of a verification leaves its report', () => {
    const build = runBuild('verify', (folder) => fillVerifyFolder(folder, false, false));
    expect(build.printed).toBe('');
    expect(build).toMatchObject({ succeeded: true, out: ['build.log', 'log.txt', 'report.json'] });
    expect(gateOf(build, 'tests')).toMatchObject({ result: 'passed' });
  });

  it('of a check of the base leaves its report, and needs no candidate', () => {
    const build = runBuild('verify', (folder) => {
      fillVerifyFolder(folder, true, true);
      const { manifest, endpoint, isolation, packages } = JSON.parse(
        readFileSync(join(folder, 'job.json'), 'utf8'),
      );
      const job = {
        job: 'check-base',
        commit: 'a'.repeat(40),
        dependencies: null,
        manifest,
        endpoint,
        isolation,
        packages,
      };
      writeFiles(folder, { 'job.json': JSON.stringify(job) });
      rmSync(join(folder, 'candidate.patch'));
    });
    expect(build.printed).toBe('');
    expect(build).toMatchObject({ succeeded: true, out: ['base-report.json', 'build.log', 'log.txt'] });
    const { checks, replays } = BaseReport.parse(JSON.parse(build.read('base-report.json')));
    expect(checks.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'build absent',
      'typecheck absent',
      'lint works',
      'tests works',
      'start works',
    ]);
    expect(replays).toMatchObject([{ endpoint: 'GET /totals', result: 'works' }]);
  });

  it('of a verification fetches the packages if its job needs them', () => {
    const build = runBuild('verify', (folder) => fillVerifyFolder(folder, true, true));
    expect(gateOf(build, 'lint')).toMatchObject({ result: 'passed' });
  });

  it('fails if the packages cannot be fetched', () => {
    const build = runBuild('verify', (folder) => fillVerifyFolder(folder, true, false));
    expect(build).toMatchObject({ succeeded: false, out: [] });
    expect(build.printed).toContain('Forbidden');
  });

  it('of a failing job fails, and leaves the reason and its log', () => {
    const build = runBuild('scan', (folder) => writeFiles(folder, scanOf(makeRepository(), 'trunk')));
    expect(build).toMatchObject({ succeeded: false, out: ['build.log', 'error.txt'] });
    expect(build.read('error.txt')).toBe('The repository has no branch "trunk".\n');
    expect(build.read('build.log')).toBe('The repository has no branch "trunk".\n');
  });

  it('fails if its folder lacks an input file', () => {
    const build = runBuild('release', (folder) => writeFiles(folder, scanOf(makeRepository())));
    expect(build).toMatchObject({ succeeded: false, out: [] });
    expect(build.printed).toContain('Forbidden');
  });

  it('does not follow a symbolic link among the results of a job', () => {
    const build = runBuild('scan', (folder, out) => {
      writeFiles(folder, scanOf(makeRepository()));
      symlinkSync('/etc/passwd', join(out, 'people.txt'));
    });
    expect(build).toMatchObject({
      succeeded: true,
      out: ['build.log', 'snapshot.json', 'source.tar', 'static-findings.json'],
    });
  });
});
