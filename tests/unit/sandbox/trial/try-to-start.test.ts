import { describe, expect, it } from 'vitest';
import { TryJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { settingsOf } from '#sandbox/isolation/service-settings.ts';
import { tryToStart } from '#sandbox/trial/try-to-start.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { kioskText, temporaryFolder, writeFiles } from '../support/kiosk.ts';

const listening = (port: string, answer = "(_, res) => res.end('ok')") =>
  `require('http').createServer(${answer}).listen(${port})`;

/** Starts a program in a box whose ports can be told. */
async function started(program: string, more: Record<string, unknown> = {}) {
  const line = 'node main.cjs';
  const manifest = Manifest.parse({
    ...JSON.parse(kioskText('ironclaw.json')),
    commands: { start: line, test: 'true' },
    startSeconds: 12,
    ...more,
  });
  const tree = temporaryFolder();
  const ready = "require('fs').writeFileSync('ready', '')";
  writeFiles(tree, {
    'main.cjs': program,
    'database.cjs': `${listening('5432')}.on('listening', () => ${ready});`,
  });
  const sandbox = await openBoxes('bubblewrap', { settings: settingsOf(manifest) });
  const commit = '0'.repeat(40);
  const needs = { dependencies: null, packages: false, isolation: 'bubblewrap', paths: ['/'] };
  const job = TryJob.parse({ job: 'try', step: 'start', commit, manifest, ...needs });
  return tryToStart({ job, line, sandbox, tree, out: temporaryFolder() });
}

const setup = {
  start: 'node database.cjs & until [ -e ready ]; do sleep 0.1; done',
  seconds: 10,
};

describe.runIf(bubblewrapIsHere)('a service that is tried', { timeout: 60_000 }, () => {
  it('may fail its requests for a while', async () => {
    const warming = "(_, res) => { res.statusCode = Date.now() < end ? 503 : 200; res.end('ok'); }";
    const found = await started(`const end = Date.now() + 5_000; ${listening('process.env.PORT', warming)}`);
    expect(found).toMatchObject({ result: 'works', fault: null });
  });

  it('may listen elsewhere before it listens on its port', async () => {
    const program = `${listening('9090')}; setTimeout(() => ${listening('process.env.PORT')}, 4_500)`;
    expect(await started(program)).toMatchObject({ result: 'works', fault: null });
  });

  it('is not taken for what its setup has started', async () => {
    const program = `setTimeout(() => ${listening('process.env.PORT')}, 7_000)`;
    expect(await started(program, { setup })).toMatchObject({ result: 'works', listens: [{}] });
    const silent = await started('setInterval(() => {}, 1_000)', { setup, startSeconds: 3 });
    expect(silent).toMatchObject({ fault: 'silent', listens: [] });
  });

  it('listens on its port, even if it does not respond', async () => {
    const found = await started(listening('process.env.PORT', '() => {}'), { startSeconds: 3 });
    expect(found).toMatchObject({ fault: 'silent', listens: [{}] });
    expect(found.detail).toMatch(/^it listens on its port, but did not respond within 3 s/);
  });

  it('is not waited for to the end where it listens elsewhere only', async () => {
    const began = performance.now();
    const found = await started(listening('9090'), { startSeconds: 20 });
    expect(found).toMatchObject({ fault: 'elsewhere', listens: [{ port: 9090 }] });
    expect(performance.now() - began).toBeLessThan(18_000);
  });
});
