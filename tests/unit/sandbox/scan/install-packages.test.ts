import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ScanJob } from '#core/improvements/jobs.ts';
import { linkWorkspace } from '#sandbox/isolation/workspace.ts';
import { installPackages } from '#sandbox/scan/install-packages.ts';
import { scan } from '#sandbox/scan/scan.ts';
import { makeRepository, temporaryFolder, writeFiles } from '../support/kiosk.ts';

/** Scans a kiosk with these files and installs its packages. */
async function scanned(files: Record<string, string>): Promise<string> {
  const folder = temporaryFolder();
  const job = {
    job: 'scan',
    repository: makeRepository(files),
    branch: 'main',
    sources: ['src/**'],
    directory: '.',
    install: true,
  } satisfies ScanJob;
  await scan(folder, job);
  return join(folder, 'out/dependencies.tar');
}

/** The files of a kiosk that uses a package of its own repository, with the lockfile that npm writes for it. */
function filesWith(script: string, more: Record<string, string> = {}): Record<string, string> {
  const root = {
    name: 'kiosk',
    dependencies: { prices: 'file:packages/prices' },
    scripts: { preinstall: script },
  };
  const prices = { name: 'prices', version: '1.0.0', main: 'index.js', scripts: { install: script } };
  const files = {
    'package.json': JSON.stringify(root),
    'packages/prices/package.json': JSON.stringify(prices),
    'packages/prices/index.js': 'module.exports = 42;',
    ...more,
  };
  const folder = temporaryFolder();
  writeFiles(folder, files);
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline'], {
    cwd: folder,
    stdio: 'ignore',
  });
  return { ...files, 'package-lock.json': readFileSync(join(folder, 'package-lock.json'), 'utf8') };
}

describe("a scan that installs the service's packages", () => {
  it('packs them so that a tree elsewhere finds them, and the packages that it links', async () => {
    const files = filesWith('true');
    const archive = await scanned(files);
    const [elsewhere, tree] = [temporaryFolder(), temporaryFolder()];
    execFileSync('tar', ['-xf', archive, '-C', elsewhere]);
    writeFiles(tree, { ...files, 'packages/prices/index.js': 'module.exports = 43;' });
    await linkWorkspace(tree, join(elsewhere, 'node_modules'), '.');
    const program = "console.log(require('prices'))";
    expect(execFileSync(process.execPath, ['-e', program], { cwd: tree, encoding: 'utf8' })).toBe('43\n');
  });

  it("runs no code of packages or the service, whatever the service's npm settings say", async () => {
    const trap = join(temporaryFolder(), 'sprung');
    const files = filesWith(`env > ${trap}`, {
      '.npmrc': `ignore-scripts=false\nnode-options=--require=./trap.js\n`,
    });
    await scanned({ ...files, 'trap.js': `require('fs').writeFileSync('${trap}', '')` });
    expect(existsSync(trap)).toBe(false);
  });

  it("shows npm neither the token nor the role's credentials", async () => {
    const files = filesWith('true');
    const tools = temporaryFolder();
    const seen = join(tools, 'seen');
    writeFiles(tools, { npm: `#!/bin/sh\nenv > ${seen}\n` });
    execFileSync('chmod', ['+x', join(tools, 'npm')]);
    setVariable('PATH', `${tools}:${process.env.PATH}`);
    setVariable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', '/a-secret');
    setVariable('IRONCLAW_GIT_TOKEN', 'a-secret');
    await scanned(files);
    expect(readFileSync(seen, 'utf8')).toContain('PATH=');
    expect(readFileSync(seen, 'utf8')).not.toContain('a-secret');
  });

  it('has nothing to do without package.json, or without packages', async () => {
    expect(existsSync(await scanned({}))).toBe(false);
    expect(existsSync(await scanned({ 'package.json': '{"type":"module"}' }))).toBe(false);
    const lock = JSON.stringify({
      name: 'kiosk',
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name: 'kiosk' } },
    });
    const empty = await scanned({ 'package.json': '{"name":"kiosk"}', 'package-lock.json': lock });
    expect(existsSync(empty)).toBe(false);
  });

  it('refuses a package that must be built from a repository', async () => {
    const source = 'git+ssh://git@example.com/shop/prices.git#abc';
    const lock = JSON.stringify({
      packages: { 'node_modules/prices': { version: '1.0.0', resolved: source } },
    });
    const files = { 'package.json': '{"name":"kiosk"}', 'package-lock.json': lock };
    await expect(scanned(files)).rejects.toMatchObject({
      code: 'scan/git-package',
      message: expect.stringContaining(source),
    });
  });

  it.each([
    [
      'pnpm-lock.yaml',
      '  prices:\n    resolution: {commit: abc, repo: https://example.com/shop/prices.git, type: git}',
    ],
    ['yarn.lock', 'prices@git:\n  resolved "git+https://example.com/shop/prices.git#abc"'],
    [
      'yarn.lock',
      '__metadata:\n  version: 8\n"prices@":\n  resolution: "prices@https://example.com/shop/prices.git#commit=abc"',
    ],
    [
      'pnpm-lock.yaml',
      "    resolution: {commit: abc, repo: 'https://example.com/shop/prices.git', type: git}",
    ],
    ['pnpm-lock.yaml', '    resolution:\n      type: git\n      repo: https://example.com/shop/prices.git'],
    ['pnpm-lock.yaml', '    resolution: {commit: abc, repo: ssh://example.com/shop/prices.git, type: git}'],
    [
      'pnpm-lock.yaml',
      '    resolution: {tarball: https://gitlab.com/example.com/shop/prices.git/-/archive/abc.tar.gz}',
    ],
    [
      'pnpm-lock.yaml',
      '    resolution: {gitHosted: true, tarball: https://example.com/shop/prices.git/archive/abc.tgz}',
    ],
    [
      'yarn.lock',
      '__metadata:\n  version: 8\n"prices@":\n  resolution: "prices@exec:./example.com/shop/prices.git#./gen.js"',
    ],
    ['bun.lock', '{"packages":{"prices":["prices@git+https://example.com/shop/prices.git#abc"]}}'],
  ])('refuses it in %s, too', async (name, lock) => {
    const tree = temporaryFolder();
    writeFiles(tree, { 'package.json': '{"name":"kiosk"}', [name]: lock });
    await expect(installPackages(tree, '.', temporaryFolder())).rejects.toMatchObject({
      code: 'scan/git-package',
      message: expect.stringContaining('example.com/shop/prices.git'),
    });
  });

  it.each([
    ['pnpm-lock.yaml', "lockfileVersion: '6.0'", '"pnpm@8.6.1+sha512.ab"', 'pnpm@8.6.1'],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'", '"pnpm@10.0.0-rc.1"', 'pnpm@10.0.0-rc.1'],
    ['pnpm-lock.yaml', "lockfileVersion: '6.0'", '"yarn@1.22.22"', 'pnpm@8'],
    ['pnpm-lock.yaml', "lockfileVersion: '9.0'", 'null', 'pnpm@10'],
    ['yarn.lock', '__metadata:', '"yarn@1.22.22"', '@yarnpkg/cli-dist@4'],
    ['yarn.lock', '__metadata:', '"yarn@3.6.0"', '@yarnpkg/cli-dist@3.6.0'],
    ['yarn.lock', '# yarn lockfile v1', '"yarn@1.0.0"', 'yarn@1'],
  ])('fetches the manager of %s (%s) that package.json names (%s)', async (name, lock, named, fetched) => {
    const [tree, tools] = [temporaryFolder(), temporaryFolder()];
    const asked = join(tools, 'asked');
    writeFiles(tools, { npm: `#!/bin/sh\necho "$*" > ${asked}\nexit 1\n` });
    execFileSync('chmod', ['+x', join(tools, 'npm')]);
    setVariable('PATH', `${tools}:${process.env.PATH}`);
    const json = `{"old":{"packageManager":"pnpm@1.0.0"},"packageManager":${named}}`;
    writeFiles(tree, { 'package.json': json, [name]: lock });
    await expect(installPackages(tree, '.', temporaryFolder())).rejects.toThrow('cannot be installed');
    expect(readFileSync(asked, 'utf8').trim()).toMatch(new RegExp(` ${RegExp.escape(fetched)}$`));
  });

  it('refuses a lockfile that nobody can read', async () => {
    const files = { 'package.json': '{"name":"kiosk"}', 'bun.lockb': '' };
    await expect(scanned(files)).rejects.toMatchObject({ code: 'scan/binary-lockfile' });
  });

  it('is refused without a lockfile, or with one that does not match', async () => {
    const files = { 'package.json': '{"name":"kiosk","devDependencies":{"prices":"1.0.0"}}' };
    await expect(scanned(files)).rejects.toMatchObject({
      code: 'scan/no-lockfile',
      message: expect.stringContaining('asks for prices and the branch has no package-lock.json'),
    });
    const lock = JSON.stringify({ name: 'kiosk', lockfileVersion: 3, packages: { '': { name: 'kiosk' } } });
    await expect(scanned({ ...files, 'package-lock.json': lock })).rejects.toMatchObject({
      code: 'scan/install-failed',
      message: expect.stringContaining('prices'),
    });
  });
});

function setVariable(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}
