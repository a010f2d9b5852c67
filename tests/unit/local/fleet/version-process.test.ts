import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { startVersion, type VersionOptions, type VersionProcess } from '#local/fleet/version-process.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

const commit = 'c'.repeat(40);

interface Given {
  readonly start?: string;
  readonly settings?: object;
  readonly variables?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

/** A version with this program as its only file. */
function versionOf(program: string, given: Given = {}): VersionOptions {
  const tree = temporaryFolder();
  writeFileSync(join(tree, 'main.mjs'), program);
  writeFileSync(join(tree, 'preload.cjs'), 'process.env.PRELOADED = "yes";');
  return {
    commit,
    manifest: Manifest.parse({
      name: 'shop',
      language: 'javascript',
      commands: { test: 'true', start: given.start ?? 'node main.mjs' },
      ...given.settings,
    }),
    place: {
      tree,
      directory: '.',
      node: null,
      variables: given.variables ?? {},
      secrets: given.secrets ?? [],
    },
    log: join(tree, 'shop.log'),
    owner: tree,
    preload: join(tree, 'preload.cjs'),
    recorder: { IRONCLAW_TOKEN: 'for the recorder' },
  };
}

/** It is stopped after the test, at the latest. */
async function started(options: VersionOptions): Promise<VersionProcess> {
  const version = await startVersion(options);
  onTestFinished(() => version.stop());
  return version;
}

const serving = (answer: string, listen = "process.env.PORT, '127.0.0.1'") =>
  `import { createServer } from 'node:http';
   createServer((request, response) => { ${answer} }).listen(${listen});`;

const showing = serving('response.end(JSON.stringify({ ...process.env, folder: process.cwd() }))');

const shown = async ({ url }: VersionProcess): Promise<Record<string, string>> =>
  (await fetch(url)).json() as Promise<Record<string, string>>;

function keyAndCertificate(): string {
  const form = [
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=localhost',
    '-keyout',
    '-',
    '-out',
    '-',
  ];
  return execFileSync('openssl', ['req', ...form], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

test('a version is ready once its health path responds, and ends once it is stopped', async () => {
  const options = versionOf(serving("response.end(request.url === '/health' ? 'ok' : process.env.SECRET)"), {
    settings: { health: '/health' },
  });

  const version = await started(options);

  expect(await (await fetch(`${version.url}/health`)).text()).toBe('ok');
  // No connection that waits for it can take this port.
  expect(Number(new URL(version.url).port)).toBeLessThan(32_768);
  await version.stop();
  expect(processesOf(options.owner)).toEqual([]);
});

test.each([301, 401, 404])('any answer below 500 shows that it serves, such as %i', async (status) => {
  const answer = `response.writeHead(${status}, { location: 'http://127.0.0.1:9' }).end()`;
  const version = await started(versionOf(serving(answer)));

  expect((await fetch(version.url, { redirect: 'manual' })).status).toBe(status);
});

describe('what a version sees', () => {
  test("is its own variables, its version and its recorder's, and nothing else of our environment", async () => {
    process.env.IRONCLAW_TEST_SECRET = 'ours';
    onTestFinished(() => {
      delete process.env.IRONCLAW_TEST_SECRET;
    });
    const options = versionOf(showing, { variables: { REGION: 'north', IRONCLAW_TOKEN: 'no' } });

    const seen = await shown(await started(options));

    expect(seen).toMatchObject({
      REGION: 'north',
      PRELOADED: 'yes',
      IRONCLAW_SERVICE: 'shop',
      IRONCLAW_VERSION: commit,
      IRONCLAW_ROOT: options.place.tree,
      IRONCLAW_TOKEN: 'for the recorder',
    });
    expect(seen).not.toHaveProperty('IRONCLAW_TEST_SECRET');
    expect(seen).not.toHaveProperty('IRONCLAW_PORT_INSTEAD_OF');
  });

  test('is the port that it has fixed, where its manifest names one', async () => {
    const version = await started(versionOf(showing, { settings: { port: 8_080 } }));

    expect(await shown(version)).toMatchObject({ IRONCLAW_PORT_INSTEAD_OF: '8080' });
  });

  test('is the folder of its package in a workspace', async () => {
    const options = versionOf('', { start: 'node ../../main.mjs' });
    const { tree } = options.place;
    writeFileSync(join(tree, 'main.mjs'), showing);
    const place = { ...options.place, directory: 'packages/api' };
    mkdirSync(join(tree, place.directory), { recursive: true });

    const seen = await shown(await started({ ...options, place }));

    expect(seen).toMatchObject({ folder: join(tree, 'packages/api'), IRONCLAW_ROOT: tree });
    expect(seen.PATH?.split(':').slice(1, 4)).toEqual([
      join(tree, 'packages/api/node_modules/.bin'),
      join(tree, 'packages/node_modules/.bin'),
      join(tree, 'node_modules/.bin'),
    ]);
  });

  test('is its own Node', async () => {
    const options = versionOf('', { start: 'node' });
    const node = join(options.place.tree, 'bin/node');
    mkdirSync(join(options.place.tree, 'bin'));
    writeFileSync(node, `#!/bin/sh\nexec ${process.execPath} main.mjs\n`, { mode: 0o755 });
    writeFileSync(join(options.place.tree, 'main.mjs'), showing);

    const seen = await shown(await started({ ...options, place: { ...options.place, node } }));

    expect(seen.PATH).toMatch(new RegExp(`^${options.place.tree}/bin:`));
  });
});

test.each([
  ['with a variable before it', 'GREETING=hello node main.mjs'],
  ['after another command', 'true && GREETING=hello node main.mjs'],
  ['in a pipeline', 'GREETING=hello node main.mjs | cat'],
  ['by npm', 'npm start'],
  ['with a process of its own for each core', 'GREETING=hello node cluster.mjs'],
])(
  'a service that is started %s serves, hears when it is stopped, and leaves nothing behind',
  async (_, start) => {
    const options = versionOf(
      `${serving('response.end(process.env.GREETING)')}
     process.on('SIGTERM', () => { writeFileSync('stopped', ''); process.exit(); });
     import { writeFileSync } from 'node:fs';`,
      { start },
    );
    const { tree } = options.place;
    writeFileSync(
      join(tree, 'package.json'),
      JSON.stringify({ name: 'shop', scripts: { start: 'GREETING=hello node main.mjs' } }),
    );
    writeFileSync(
      join(tree, 'cluster.mjs'),
      "import cluster from 'node:cluster'; cluster.setupPrimary({ exec: 'main.mjs' }); cluster.fork(); cluster.fork();",
    );
    const version = await started(options);

    expect(await (await fetch(version.url)).text()).toBe('hello');
    await version.stop();
    await until('the service has heard it', () => existsSync(join(tree, 'stopped')));
    expect(processesOf(options.owner)).toEqual([]);
  },
);

test.each([
  ['on all interfaces', 'process.env.PORT'],
  ['on localhost alone', "process.env.PORT, 'localhost'"],
  ['on the IPv6 loopback address alone', "process.env.PORT, '::1'"],
])('a service that listens %s is reached', async (_, listen) => {
  const version = await started(versionOf(serving("response.end('here')", listen)));

  expect(await (await fetch(version.url)).text()).toBe('here');
});

test('a version that is interrupted while it starts is ended', async () => {
  const interrupted = new AbortController();
  const program =
    "import { writeFileSync } from 'node:fs'; writeFileSync('begun', ''); setInterval(() => 0, 1_000);";
  const options = { ...versionOf(program), signal: interrupted.signal };
  const starting = startVersion(options);
  await until('it has begun', () => existsSync(join(options.place.tree, 'begun')));

  interrupted.abort(new Error('not wanted any more'));

  await expect(starting).rejects.toThrow('not wanted any more');
  expect(processesOf(options.owner)).toEqual([]);
});

describe('a version that does not become ready is ended, and one sentence says why', () => {
  const refusalOf = async (options: VersionOptions): Promise<string> => {
    const error = await startVersion(options).then(
      () => new Error('it was ready'),
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ code: 'fleet/not-ready' });
    expect(processesOf(options.owner)).toEqual([]);
    expect(error.message).toMatch(/^version ccccccc of shop /);
    return error.message.replace('version ccccccc of shop ', '');
  };

  test.each([
    ['console.error("no such warehouse"); process.exit(3);', 'ended with code 3: no such warehouse'],
    ['', 'ended with code 0: it printed nothing (`commands.start` in ironclaw.json has to run for as long'],
    [
      'console.error("Error: DATABASE_URL is not set"); process.exit(1);',
      '(set DATABASE_URL in `env` of ironclaw.json, for a secret with a `test` value)',
    ],
    [
      'console.error("Error: connect ECONNREFUSED 127.0.0.1:5432"); process.exit(1);',
      '(it could not reach PostgreSQL (port 5432): let `setup` in ironclaw.json start it)',
    ],
    [
      "await import('./dist/main.js')",
      '(dist/main.js is not in the repository: let `commands.build` in ironclaw.json make it)',
    ],
  ])('if it ends: %s', async (program, sentence) => {
    expect(await refusalOf(versionOf(program))).toContain(sentence);
  });

  test('if its program is not there', async () => {
    expect(await refusalOf(versionOf('', { start: 'serve-shop' }))).toMatch(
      /^ended with code 127: .*serve-shop: not found \(there is no program `serve-shop` here/,
    );
  });

  const briefly = { startSeconds: 1.5 };
  const waiting = 'setInterval(() => undefined, 1_000);';

  test.each([
    [
      'if it fails at its health path',
      serving('response.writeHead(503).end()'),
      'responded to /ready with 503; let health in ironclaw.json name a path that it responds to',
    ],
    [
      'if it never responds',
      serving(''),
      'accepts connections, but did not respond to /ready within 1.5 s; health in ironclaw.json',
    ],
    [
      'if it listens on no port',
      waiting,
      'listens on no port within 1.5 s of its start; if it needs longer, startSeconds',
    ],
    [
      'if it listens on a socket',
      serving('', "'shop.sock'"),
      'listens on the socket shop.sock and on no port; let commands.start in ironclaw.json',
    ],
    [
      'if it speaks TLS',
      `import { createServer } from 'node:tls';
       const pem = ${JSON.stringify(keyAndCertificate())};
       createServer({ key: pem, cert: pem }).listen(process.env.PORT);`,
      'speaks TLS on its port, and the proxy speaks HTTP',
    ],
  ])('%s', async (_, program, sentence) => {
    const options = versionOf(program, { settings: { ...briefly, health: '/ready' } });

    expect(await refusalOf(options)).toContain(sentence);
  });

  test('if it listens on another port than it was asked for', async () => {
    const options = versionOf(
      `${serving('response.end()', "0, '127.0.0.1', function () { writeFileSync('port', String(this.address().port)); }")}
       import { writeFileSync } from 'node:fs';`,
      { settings: briefly },
    );

    const sentence = await refusalOf(options);

    const port = readFileSync(join(options.place.tree, 'port'), 'utf8');
    expect(sentence).toBe(
      `listens on port ${port} and not on the one in PORT; let it read PORT, or write "port": ${port} into ironclaw.json`,
    );
  });

  test('without the secrets that it was given', async () => {
    const options = versionOf("console.error('cannot log in with ' + process.env.KEY); process.exit(1);", {
      variables: { KEY: 'open sesame' },
      secrets: ['open sesame'],
    });

    expect(await refusalOf(options)).toContain('cannot log in with ***');
  });
});
