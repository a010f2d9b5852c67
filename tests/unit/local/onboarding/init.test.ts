import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { type InitOptions, init, type Onboarding } from '#local/onboarding/init.ts';
import { preloadFile } from '#local/recorder/preload-file.ts';
import { hasBubblewrap } from '#local/service/isolation.ts';
import { commitAll, git } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const server = (body: string, port = 'process.env.PORT ?? 3000') => `
  const { createServer } = require('node:http');
  ${body}
  createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404).end();
  }).listen(${port});
`;
const passing = "require('node:test')('adds up', () => {});";

/** A repository with one commit. */
function repository(files: Readonly<Record<string, string>>, json: object = {}): string {
  const folder = temporaryFolder();
  const all = { 'package.json': JSON.stringify({ name: '@Shop/Orders API', ...json }), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  commitAll(folder);
  return folder;
}

async function initiated(path: string, options: Partial<InitOptions> = {}): Promise<Onboarding> {
  return init({
    path,
    answers: {},
    force: false,
    acceptsRisk: false,
    questions: null,
    preload: await preloadFile(),
    nodes: join(tmpdir(), 'no-node-is-installed-here'),
    signal: AbortSignal.any([]),
    tell: () => undefined,
    ...options,
  });
}

const written = (folder: string) => JSON.parse(readFileSync(join(folder, 'ironclaw.json'), 'utf8'));
const rowOf = ({ rows }: Onboarding, wanted: string) => rows.find(({ what }) => what === wanted);
const trialFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ironclaw-trials-'));

describe.runIf(hasBubblewrap())('a service that has never heard of us', () => {
  test('gets a manifest that starts, tests and describes it, and nothing else is changed', async () => {
    const folder = repository(
      { 'src/server.js': server(''), 'test/a.test.js': passing, '.env.example': '' },
      { scripts: { start: 'nodemon src/server.js' } },
    );
    vi.stubEnv('TMPDIR', temporaryFolder());
    onTestFinished(() => void vi.unstubAllEnvs());

    const onboarding = await initiated(folder);

    expect(onboarding).toMatchObject({ isUsable: true, isWritten: true, missing: [] });
    expect(rowOf(onboarding, 'test')).toMatchObject({ verdict: 'works' });
    const { $schema, ...manifest } = written(folder);
    expect(existsSync(resolve(folder, $schema))).toBe(true);
    expect(manifest).toEqual({
      name: 'orders-api',
      language: 'javascript',
      commands: { start: 'node src/server.js', test: expect.stringContaining('node --test') },
    });
    expect(Manifest.safeParse(written(folder)).success).toBe(true);
    expect(git(folder, 'status', '--porcelain')).toBe('?? ironclaw.json');
    expect(trialFolders()).toEqual([]);
  });

  test('of which nothing says how it starts is not tried, and the operator is asked for the line', async () => {
    const folder = repository({ 'a/app.js': '' }, { scripts: { lint: 'eslint .' } });

    const { isWritten, missing } = await initiated(folder);

    expect(isWritten).toBe(false);
    expect(missing).toEqual([expect.stringContaining('name the line with --start')]);
  });

  test('that is started on an older Node, too, has its tests run once', async () => {
    const folder = repository(
      { 'app.js': "throw new SyntaxError('old')", 'test/a.test.js': passing },
      { scripts: { start: 'node app.js', test: 'node --test' } },
    );
    const told: string[] = [];

    await initiated(folder, { tell: (sentence) => told.push(sentence) });

    expect(told.filter((sentence) => /^(?:start|test): /.test(sentence))).toEqual([
      'start: node app.js',
      'start: node app.js',
      expect.stringMatching(/^test: node /),
    ]);
  });

  test('that is built is built first, and keeps what its build left for the start', async () => {
    const build = "node -e \"fs.mkdirSync('dist'); fs.copyFileSync('src/server.js', 'dist/server.js')\"";
    const scripts = { build, start: 'node dist/server.js' };
    const folder = repository({ 'src/server.js': server('') }, { scripts });

    const onboarding = await initiated(folder);

    expect(rowOf(onboarding, 'build')).toMatchObject({ verdict: 'works' });
    expect(rowOf(onboarding, 'start')).toMatchObject({ verdict: 'works' });
    expect(written(folder).commands.build).toBe(build);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('that dies without a variable gets a value for tests, and the operator is asked for the true one', async () => {
    const body =
      "if (!process.env.JWT_SECRET) throw new Error('Missing: \\x1b[34mJWT_SECRET\\x1b[0m, or call it');";
    const folder = repository({ 'server.js': server(body) });

    const onboarding = await initiated(folder);

    expect(rowOf(onboarding, 'start')).toMatchObject({ verdict: 'partly' });
    expect(onboarding.missing).toContainEqual(expect.stringContaining('the values of JWT_SECRET'));
    expect(written(folder).env).toEqual({ JWT_SECRET: { secret: 'JWT_SECRET', test: expect.any(String) } });
  });

  test.each([
    [
      'under another variable',
      'process.env.APP_PORT ?? 4000',
      { start: 'APP_PORT=$PORT node server.js' },
      undefined,
    ],
    ['on a port of its own', '4000', { start: 'node server.js' }, 4000],
  ])('that listens %s is found there', async (_, port, commands, fixed) => {
    const folder = repository({ 'server.js': server('', port) });

    expect(await initiated(folder)).toMatchObject({ isUsable: true });

    expect(written(folder)).toMatchObject({ commands });
    expect(written(folder).port).toBe(fixed);
  });

  test.each([
    [
      'ends at once',
      "require('node:child_process').spawn('sleep', ['60'], { detached: true }); process.exit()",
      'foreground',
    ],
    ['listens on a socket', "require('node:http').createServer().listen('/tmp/x.sock')", '/tmp/x.sock'],
    ['needs what is not there', "require('node:net').connect(5432)", 'PostgreSQL'],
    [
      'runs a program that is not there',
      "require('node:child_process').spawn('no-such-program')",
      '`no-such-program`',
    ],
    [
      'fails each request',
      "require('node:http').createServer((_, r) => r.writeHead(503).end()).listen(process.env.PORT)",
      'gave 503; name a path that responds with `health`. Name another with --start, or what it needs with --env NAME=value.$',
    ],
    ['is broken', 'throw new TypeError("no such thing")', 'no such thing'],
  ])('that %s gets no manifest, but a sentence', async (_, code, told) => {
    const folder = repository({ 'server.js': code }, { scripts: { start: 'node server.js' } });

    const onboarding = await initiated(folder);

    expect(onboarding).toMatchObject({ isUsable: false, isWritten: false, file: null });
    expect(rowOf(onboarding, 'start')?.detail).toMatch(new RegExp(told));
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  test('that leaves a pipe where it should tell what it listens on keeps nobody waiting', async () => {
    const pipe = `require('node:child_process').execSync('rm "$IRONCLAW_LISTENS"; mkfifo "$IRONCLAW_LISTENS"')`;
    const code = `require('node:http').createServer((_, r) => r.writeHead(503).end()).listen(process.env.PORT, () => ${pipe});`;
    const folder = repository({ 'server.js': code }, { scripts: { start: 'node server.js' } });

    expect(rowOf(await initiated(folder), 'start')?.detail).toContain('gave 503');
  });

  test('that speaks TLS is told to leave that to a proxy', async () => {
    const folder = repository({}, { scripts: { start: 'node server.js' } });
    const subject = ['-subj', '/CN=localhost', '-days', '2'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', ...subject],
      { cwd: folder, stdio: 'ignore' },
    );
    const code = `const { readFileSync } = require('node:fs');
      const files = { key: readFileSync('key.pem'), cert: readFileSync('cert.pem') };
      require('node:https').createServer(files, (_, response) => response.end()).listen(process.env.PORT);`;
    writeFileSync(join(folder, 'server.js'), code);
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '-m', 'Speak TLS');

    expect(rowOf(await initiated(folder), 'start')?.detail).toContain('it speaks TLS');
  });

  test('keeps its own manifest, whose values count, until it is to be written again', async () => {
    const folder = repository({ 'server.js': server(''), 'other.js': server('') });
    const own = { name: 'mine', commands: { start: 'node other.js' } };
    writeFileSync(join(folder, 'ironclaw.json'), JSON.stringify(own));

    expect(await initiated(folder)).toMatchObject({ isUsable: true, isWritten: false });
    expect(written(folder)).toEqual(own);

    await initiated(folder, { force: true, answers: { health: '/ready' } });
    expect(written(folder)).toMatchObject({
      name: 'mine',
      commands: { start: 'node other.js' },
      health: '/ready',
    });
  });

  test('that needs what its install would have made is told what makes it', async () => {
    const build = `node -e "console.log('error TS2305: has no exported member PrismaClient'); process.exit(1)"`;
    const folder = repository({}, { scripts: { build, start: 'node dist/server.js' } });
    expect(rowOf(await initiated(folder), 'build')?.detail).toContain('`npx prisma generate`');
  });

  test('a check that fails is left out and said', async () => {
    const folder = repository({ 'server.js': server('') });

    const onboarding = await initiated(folder, {
      answers: { commands: { lint: 'echo 3 problems; exit 1' } },
    });

    expect(rowOf(onboarding, 'lint')).toMatchObject({
      verdict: 'left out',
      detail: expect.stringContaining('3 problems'),
    });
    expect(written(folder).commands.lint).toBeUndefined();
  });
});

describe.runIf(hasBubblewrap())('what cannot be tried is refused in one sentence', () => {
  test('a folder that is no repository, or has no commit', async () => {
    await expect(initiated(temporaryFolder())).rejects.toThrow('is not a git repository');
    const empty = temporaryFolder();
    git(empty, 'init', '--quiet');
    await expect(initiated(empty)).rejects.toThrow('has no commit yet');
  });

  test('a detached HEAD, unless a branch is named', async () => {
    const folder = repository({ 'server.js': server('') });
    git(folder, 'checkout', '--quiet', '--detach');
    await expect(initiated(folder)).rejects.toThrow('detached HEAD');
    expect(await initiated(folder, { answers: { branch: 'main' } })).toMatchObject({ isUsable: true });
    expect(written(folder).branch).toBe('main');
  });

  test('a repository without package.json', async () => {
    const folder = repository({});
    rmSync(join(folder, 'package.json'));
    git(folder, 'commit', '--quiet', '--all', '--allow-empty', '-m', 'Remove it');
    await expect(initiated(folder)).rejects.toThrow('has no package.json');
  });

  test.each([
    ['package-lock.json', 'npm ci'],
    ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
    ['.pnp.cjs', 'nodeLinker: node-modules'],
  ])('packages that are not installed, with the line of %s', async (file, line) => {
    const folder = repository({ [file]: '{}' }, { dependencies: { express: '5' } });
    await expect(initiated(folder)).rejects.toThrow(line);
  });

  test('a manifest that is no object', async () => {
    const folder = repository({ 'server.js': server(''), 'ironclaw.json': '[]' });
    await expect(initiated(folder)).rejects.toThrow('is no JSON object');
  });
});
