import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { startVersion, type VersionOptions } from '#local/fleet/version-process.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const commit = 'c'.repeat(40);

/** A version with this program as its only file. */
function versionOf(program: string): VersionOptions {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'main.mjs'), program);
  return {
    commit,
    manifest: Manifest.parse({
      name: 'shop',
      language: 'javascript',
      commands: { test: 'true', start: 'node main.mjs' },
    }),
    tree: folder,
    dependencies: null,
    logs: folder,
    owner: folder,
    recorder: { IRONCLAW_TOKEN: 'for the recorder' },
  };
}

const serving = (answer: string) =>
  `import { createServer } from 'node:http';
   createServer((request, response) => { ${answer} }).listen(process.env.PORT, '127.0.0.1');`;

test('a version is ready once its health path responds, and ends once it is stopped', async () => {
  const options = versionOf(serving("response.end(request.url === '/health' ? 'ok' : process.env.SECRET)"));

  const version = await startVersion(options);

  expect(await (await fetch(`${version.url}/health`)).text()).toBe('ok');
  // No connection that waits for it can take this port.
  expect(Number(new URL(version.url).port)).toBeLessThan(32_768);
  await version.stop();
  expect(processesOf(options.owner)).toEqual([]);
});

test("it sees its version and its recorder's variables, and nothing else of our environment", async () => {
  process.env.IRONCLAW_TEST_SECRET = 'ours';
  onTestFinished(() => {
    delete process.env.IRONCLAW_TEST_SECRET;
  });
  const version = await startVersion(versionOf(serving('response.end(JSON.stringify(process.env))')));
  onTestFinished(() => version.stop());

  const seen = (await (await fetch(version.url)).json()) as Record<string, string>;

  expect(seen).toMatchObject({ IRONCLAW_VERSION: commit, IRONCLAW_TOKEN: 'for the recorder' });
  expect(seen).not.toHaveProperty('IRONCLAW_TEST_SECRET');
});

test('a version that ends before it is ready is reported with the end of its output', async () => {
  const options = versionOf("console.error('no such warehouse'); process.exit(3);");

  await expect(startVersion(options)).rejects.toMatchObject({
    code: 'fleet/not-ready',
    message: 'version ccccccc of shop ended with code 3: no such warehouse',
  });
});

test('a version that ends without output is reported too', async () => {
  await expect(startVersion(versionOf(''))).rejects.toThrow('ended with code 0: it printed nothing');
});

test('a version that never becomes healthy is ended, and the error names the expected response', async () => {
  const options = versionOf(serving('response.writeHead(503).end()'));

  await expect(startVersion(options, 1_500)).rejects.toMatchObject({
    code: 'fleet/not-ready',
    message: 'version ccccccc of shop did not respond to /health with 2xx within 1.5 s',
  });
  expect(processesOf(options.owner)).toEqual([]);
});
