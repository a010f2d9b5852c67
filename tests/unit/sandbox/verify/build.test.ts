import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { buildBase, buildCandidate } from '#sandbox/verify/build.ts';
import { verify } from '#sandbox/verify/verify.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { kioskText, makeVerifyJob, temporaryFolder, writeFiles } from '../support/kiosk.ts';

const isolation = bubblewrapIsHere ? 'bubblewrap' : 'process';
/** Builds by running the service's own code, as some frameworks do. */
const runsItself = 'node src/build.js';
const writes = (...files: string[]) =>
  `const fs = require('fs'); fs.mkdirSync('dist/test', { recursive: true });
   ${files.map((file) => `fs.writeFileSync('${file}', __filename);`).join('\n')}`;

/** Builds a base and a candidate that differ in these files. */
async function built(build: string, base: Record<string, string>, candidate: Record<string, string>) {
  const manifest = Manifest.parse({
    ...JSON.parse(kioskText('ironclaw.json')),
    commands: { build, test: 'true', start: 'true' },
  });
  const sandbox = await openBoxes(isolation);
  const log: string[] = [];
  const service = { sandbox, manifest, log: (title: string) => void log.push(title) };
  const folder = temporaryFolder();
  const [source, other] = [join(folder, 'source'), join(folder, 'candidate')];
  writeFiles(source, base);
  writeFiles(other, { ...base, ...candidate });
  const found = await buildBase(service, source, join(folder, 'base'));
  const failure = await buildCandidate(service, other, found);
  const read = (tree: string) => (path: string) =>
    existsSync(join(tree, path)) ? readFileSync(join(tree, path), 'utf8') : null;
  return { found, failure, log, inSource: read(source), inBase: read(found.tree), inCandidate: read(other) };
}

describe('a service that is built', () => {
  it('is built once for the base and once for the candidate, each from its own sources', async () => {
    const { inSource, inBase, inCandidate, failure, log } = await built(
      'mkdir -p dist && cp src/*.js dist',
      { 'src/a.js': 'old' },
      { 'src/a.js': 'new', 'src/b.js': 'more' },
    );
    expect(failure).toBeNull();
    expect([inSource('dist/a.js'), inBase('dist/a.js'), inCandidate('dist/a.js')]).toEqual([
      null,
      'old',
      'new',
    ]);
    expect(inCandidate('dist/b.js')).toBe('more');
    expect(log).toEqual(['build, base', 'build, candidate']);
  });

  it('may be built beside its sources', async () => {
    const { inCandidate, found } = await built(
      'cp src/a.ts src/a.js; cp src/b.ts src/b.js || true',
      { 'src/a.ts': 'a', 'src/a.js': 'stale' },
      { 'src/b.ts': 'b' },
    );
    expect(found.output).toEqual(['src/a.js']);
    expect(inCandidate('src/b.js')).toBe('b');
  });

  it('keeps of a candidate only what the base writes, too, and the tests of the base', async () => {
    const evil = writes('dist/a.js', 'dist/test/a.test.js', 'vitest.config.js', 'src/b.js');
    const { inCandidate } = await built(
      runsItself,
      { 'src/build.js': writes('dist/a.js', 'dist/test/a.test.js'), 'src/b.js': 'b' },
      {
        'src/build.js': `${evil} fs.appendFileSync('dist/a.js', 'new'); fs.writeFileSync('dist/test/a.test.js', '');`,
      },
    );
    expect(inCandidate('dist/a.js')).toMatch(/new$/);
    expect(inCandidate('dist/test/a.test.js')).toMatch(/build\.js$/);
    expect(inCandidate('vitest.config.js')).toBeNull();
    expect(inCandidate('src/b.js')).toBe('b');
  });

  it('takes nothing from the machine through a link', async () => {
    const { inCandidate } = await built(
      runsItself,
      { 'lib/a.js': '', 'src/build.js': "require('fs').writeFileSync('lib/hostname', 'base')" },
      {
        'src/build.js':
          "const fs = require('fs'); fs.rmSync('lib', { recursive: true }); fs.symlinkSync('/etc', 'lib')",
      },
    );
    expect(inCandidate('lib/hostname')).toBeNull();
    expect(inCandidate('lib/a.js')).toBe('');
  });

  it('never writes through a link that the candidate made', async () => {
    const outside = temporaryFolder();
    const { inCandidate } = await built(
      runsItself,
      { 'src/build.js': writes('dist/a.js', 'dist/test/a.test.js') },
      {
        'src/build.js': `const fs = require('fs'); fs.symlinkSync('${outside}', 'dist');`,
      },
    );
    expect(existsSync(join(outside, 'test'))).toBe(false);
    expect(inCandidate('dist/test/a.test.js')).toMatch(/build\.js$/);
  });

  it('keeps the links that the base makes, and no other', async () => {
    const links = (...targets: string[]) =>
      `${writes('dist/a.js')} ${targets.map((target, i) => `fs.symlinkSync('${target}', 'dist/${i}');`).join(' ')}`;
    const { inCandidate } = await built(
      runsItself,
      { 'src/build.js': links('a.js', 'a.js') },
      { 'src/build.js': links('a.js', '/etc/hostname', '/etc/hostname') },
    );
    expect(inCandidate('dist/0')).toMatch(/build\.js$/);
    expect([inCandidate('dist/1'), inCandidate('dist/2')]).toEqual([null, null]);
  });

  it('leaves what is protected as the commit has it, and as the build of the base makes it', async () => {
    const kept = {
      'lib/a.test.js': 'test',
      'lib/vitest.config.js': 'config',
      'lib/package.json': '{}',
      'lib/.env': '',
      'lib/tests/b.js': 'test',
      'lib/c.js': 'c',
    };
    const evil = `${Object.keys(kept)
      .slice(0, 4)
      .map((file) => `fs.writeFileSync('${file}', 'evil');`)
      .join('\n')}
      fs.rmSync('lib/tests', { recursive: true }); fs.writeFileSync('lib/tests', 'evil');
      fs.writeFileSync('lib/c.js', 'evil');
      for (const file of ['lib/new.test.js', 'lib/.npmrc', 'dist/package.json', 'dist/.npmrc', 'dist/node_modules/a.js', '.out/a.js']) {
        fs.mkdirSync(require('path').dirname(file), { recursive: true });
        fs.writeFileSync(file, 'evil');
      }`;
    const usual = `${writes('dist/a.js', 'dist/package.json', 'lib/built.js')} fs.mkdirSync('.out'); fs.writeFileSync('.out/a.js', 'base');`;
    const { inCandidate } = await built(
      runsItself,
      { ...kept, 'src/build.js': usual },
      { 'src/build.js': `${usual} ${evil}` },
    );
    for (const [file, text] of Object.entries(kept)) expect([file, inCandidate(file)]).toEqual([file, text]);
    for (const file of ['lib/new.test.js', 'lib/.npmrc', 'dist/.npmrc', 'dist/node_modules/a.js'])
      expect([file, inCandidate(file)]).toEqual([file, null]);
    expect(inCandidate('dist/package.json')).toMatch(/build\.js$/);
    expect(inCandidate('.out/a.js')).toBe('evil');
  });

  it('says with its own words why it cannot be built', async () => {
    const { failure } = await built(
      runsItself,
      { 'src/build.js': '' },
      { 'src/build.js': "throw 'no such type'" },
    );
    expect(failure).toContain('`node src/build.js` ends with code 1: ');
    expect(failure).toContain('no such type');
  });
});

describe('a candidate of a service that is built', () => {
  it('is compared and timed as it was built', async () => {
    const build =
      'esbuild src/server.ts --bundle --platform=node --format=esm --sourcemap --outfile=dist/server.js';
    const { folder, job } = makeVerifyJob({
      commands: { build, start: 'node dist/server.js' },
      job: { isolation, dependencies: join(process.cwd(), 'node_modules') },
    });
    const { outcome, reason, calls } = await verify(folder, job);
    expect({ outcome, reason }).toMatchObject({ outcome: 'passed' });
    expect(calls?.functions).toMatchObject([{ name: 'src/totals.ts#totalsByProduct' }]);
    expect(calls?.functions[0]?.captured).toBeGreaterThan(0);
  });

  const commands = { build: 'node --check src/totals.ts', start: 'node src/server.ts' };

  it('fails the first gate if it does not build', async () => {
    const { folder, job } = makeVerifyJob({
      commands: { build: 'if grep -q Map src/totals.ts; then echo no maps here; exit 2; fi' },
      job: { isolation },
    });
    const { outcome, gates } = await verify(folder, job);
    expect(outcome).toBe('failed');
    expect(gates[0]).toMatchObject({ name: 'patch', result: 'failed' });
    expect(gates[0]?.detail).toMatch(/^The candidate cannot be built: .* ends with code 2: no maps here$/);
  });

  it('proves nothing if the base does not build', async () => {
    const { folder, job } = makeVerifyJob({ commands: { ...commands, build: 'exit 3' }, job: { isolation } });
    expect(await verify(folder, job)).toMatchObject({
      outcome: 'void',
      reason: expect.stringContaining('The base cannot be built: `exit 3` ends with code 3'),
    });
  });
});
