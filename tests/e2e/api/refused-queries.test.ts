import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { recordImprovement } from '../../support/improvement-records.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.tokenOf('user-1');
});
afterAll(() => system.stop());

const get = (path: string) => system.call('GET', path, { token });

describe('a query', () => {
  test.each([
    '/preferences/recommendation',
    '/preferences/recommendation?taskType=__proto__',
    '/preferences/recommendation?taskType=code&models=a,,b',
    '/preferences/recommendation?taskType=code&models=__proto__',
    '/performance/report',
    '/performance/report?service=shop&hours=0',
    '/performance/report?service=shop&hours=745',
    '/performance/report?service=shop&hours=soon',
    '/performance/report?service=shop&hours=NaN',
    '/performance/report?service=shop&days=1',
    '/improvements?status=finished',
    '/improvements?limit=0',
    '/improvements?limit=101',
    '/improvements?limit=2.5',
    '/improvements?__proto__=1',
    '/events?day=yesterday',
    '/events?day=2026-02-30',
    `/events?subject=${'s'.repeat(301)}`,
  ])('%s is refused', async (path) => {
    expectProblem(await get(path), 400, 'request/invalid-query');
  });

  test.each(['/performance/report?service=bank', '/improvements/opportunities?service=bank'])(
    '%s names an unknown service',
    async (path) => {
      expectProblem(await get(path), 404, 'service/unknown');
    },
  );

  test('for a recommendation must name models where nothing is known', async () => {
    expectProblem(await get('/preferences/recommendation?taskType=poetry'), 404, 'recommendation/no-models');
  });

  const strange = ['nonsense', 'bnVsbA', Buffer.from('{"pk":"x","sk":"y"}').toString('base64url'), '%00', ''];
  test.each(
    [
      '/improvements?',
      '/improvements?service=shop&',
      '/deployments/history?',
      '/events?',
      '/events?subject=a&',
    ].flatMap((path) => strange.map((cursor) => `${path}cursor=${cursor}`)),
  )('%s has an invalid cursor', async (path) => {
    expectProblem(await get(path), 400, 'page/invalid-cursor');
  });

  test('may not be used in another list', async () => {
    for (let i = 0; i < 2; i += 1) await recordImprovement();
    const { cursor } = (await get('/improvements?limit=1')).body;
    expectProblem(await get(`/events?cursor=${String(cursor)}`), 400, 'page/invalid-cursor');
  });
});
