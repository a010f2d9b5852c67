import { existsSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { stores } from '#functions/composition/stores.ts';
import { listen } from '#local/processes/listen.ts';
import { type System, startSystem } from '#local/system.ts';
import { aCandidate } from '../support/improvement.ts';
import { recordImprovement } from '../support/improvement-records.ts';
import { runIronclaw } from '../support/ironclaw.ts';
import { aReport } from '../support/report.ts';
import { aService } from '../support/service.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { batchOf, measured } from '../unit/core/performance/batches.ts';

const data = keptFolder('report');
let system: System;
let api: string;
beforeAll(async () => {
  system = await startSystem({
    data,
    startsAgain: true,
    port: 0,
    model: null,
    windowSeconds: 300,
    analysisSeconds: 3_600,
    profileSeconds: 3,
  });
  api = `${system.apiUrl}${basePath}`;
  const { metrics, services } = stores();
  await services.save(aService());
  const slow = Array.from({ length: 100 }, () => 700);
  const batch = batchOf({ measurements: measured('GET /prices', Date.now() - 600_000, slow) });
  await metrics.saveParts(partsOf(batch, 300));
});
afterAll(async () => {
  await system.stop();
  rmSync(data, { recursive: true, force: true });
});

const report = (...args: readonly string[]) => runIronclaw(['report', '--data', data, ...args]);

describe('ironclaw report', () => {
  test('says what is wrong with a service', async () => {
    const { code, stdout } = await report('--service', 'shop', '--api', `${api}/`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^shop, last 24 h until .*: health \d+ of 100, lowest part latency/);
    expect(stdout).toMatch(/^- GET \/prices has a p95 of \d+\.\d ms over 100 requests/m);
  });

  test('prints JSON on request', async () => {
    const { stdout } = await report('--service', 'shop', '--api', api, '--hours', '1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      service: 'shop',
      findings: [{ kind: 'slow-endpoint', confidence: 1 }],
    });
  });

  test.each(['1', '6', '7', '24', '72', '73', '744'])('looks back for %s hours', async (hours) => {
    const { code, stdout } = await report('--service', 'shop', '--api', api, '--hours', hours, '--json');
    expect([code, JSON.parse(stdout).endpoints[0].count]).toEqual([0, 100]);
  });

  test('prints the message of the API about an unknown service', async () => {
    const { code, stderr } = await report('--service', 'nothing', '--api', api);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ironclaw: the API responded with 404: .*nothing/);
  });

  test('requests the data folder of an instance if there is none, and creates none', async () => {
    const nowhere = join(data, 'nowhere');
    const { code, stderr } = await report('--service', 'shop', '--data', nowhere);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `${nowhere} is not the data folder of an instance; name that folder with --data`,
    );
    expect(existsSync(nowhere)).toBe(false);
  });

  test('reports that nobody responds, or another server', async () => {
    const other = await listen(
      createServer((_, response) => void response.end('<html>hello</html>')),
      0,
    );
    const { stderr } = await report('--service', 'shop', '--api', other.url);
    expect(stderr).toBe(`ironclaw: ${other.url} responded with 200 and no JSON: it is not our API.\n`);
    await other.close();
    const { code, stderr: silence } = await report('--service', 'shop', '--api', other.url);
    expect(code).toBe(1);
    expect(silence).toContain(`nothing responds at ${other.url}; is \`ironclaw up\` running`);
  });
});

describe('ironclaw evidence', () => {
  const evidence = (...args: readonly string[]) =>
    runIronclaw(['evidence', '--data', data, '--api', api, ...args]);

  test('prints what was proven of an improvement', async () => {
    const { id } = await recordImprovement({
      status: 'awaiting-approval',
      candidate: aCandidate(),
      report: aReport(),
    });
    const { code, stdout } = await evidence(id);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^equivalence +passed/m);
    expect(stdout).toMatch(/^benchmark: 3\.99x/m);
    expect(stdout).toMatch(/^approvals needed: 0/m);
    const json = await evidence(id, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ id, report: { outcome: 'passed' } });
  });

  test('prints the message of the API about an unknown improvement', async () => {
    const { code, stderr } = await evidence('nothing');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ironclaw: the API responded with 404: .*nothing/);
  });
});
