import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '#core/improvements/request-stage.ts';
import { type Status, statuses } from '#core/improvements/status.ts';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { recordImprovement } from '../../support/improvement-records.ts';
import { candidate } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.tokenOf('user-1');
});
afterAll(() => system.stop());

const get = (path: string) => system.call('GET', path, { token });
const post = (path: string, body: unknown) => system.call('POST', path, { token, body });

describe('an improvement', () => {
  const actions = ['generate', 'test', 'deploy', 'rollback', 'approve', 'reject'];
  const decision = { candidateHash: candidate.hash, reason: 'I read it' };
  const bodyOf = (action: string) => (['approve', 'reject'].includes(action) ? decision : {});

  test.each(['nothing-1', '__proto__', 'constructor', '...'])('that does not exist: %s', async (id) => {
    expectProblem(await get(`/improvements/${id}`), 404, 'improvement/unknown');
    for (const action of actions)
      expectProblem(await post(`/improvements/${id}/${action}`, bodyOf(action)), 404, 'improvement/unknown');
  });

  test.each(['a%20b', 'a%2Fb', '%00', '%E0%A4', 'ä', 'x'.repeat(129)])(
    'with an invalid id: %s',
    async (id) => {
      expectProblem(await get(`/improvements/${id}`), 400, 'request/invalid-parameter');
    },
  );

  const possible: Readonly<Record<Stage, readonly Status[]>> = {
    generate: ['opportunity', 'failed', 'generating'],
    test: ['generated', 'testing'],
    deploy: ['tested'],
    rollback: ['deploying', 'watching', 'applied', 'rolling-back'],
  };
  test.each(Object.entries(possible))('cannot %s at the wrong time', async (stage, when) => {
    for (const status of statuses.filter((candidateStatus) => !when.includes(candidateStatus))) {
      const { id } = await recordImprovement({ status, candidate });
      const answer = await post(`/improvements/${id}/${stage}`, {});
      expectProblem(answer, 409, 'improvement/illegal-stage');
      expect(answer.body.detail).toContain(`is ${status}`);
    }
  });

  describe.each(['approve', 'reject'])('%s', (action) => {
    test('with the hash of another candidate is refused, and changes nothing', async () => {
      const { id } = await recordImprovement({ status: 'awaiting-approval', candidate });
      const other = { ...decision, candidateHash: 'd'.repeat(64) };
      expectProblem(await post(`/improvements/${id}/${action}`, other), 409, 'improvement/other-candidate');
      const { body } = await get(`/improvements/${id}`);
      expect(body).toMatchObject({ status: 'awaiting-approval', approval: null, revision: 1 });
    });

    test('at the wrong time is refused', async () => {
      for (const status of statuses.filter((item) => item !== 'awaiting-approval')) {
        const { id } = await recordImprovement({ status, candidate });
        const answer = await post(`/improvements/${id}/${action}`, decision);
        expectProblem(answer, 409, 'improvement/not-awaiting-approval');
      }
    });

    test.each<[string, object]>([
      ['no hash', { reason: 'yes' }],
      ['an invalid hash', { ...decision, candidateHash: 'C'.repeat(64) }],
      ['no reason', { candidateHash: candidate.hash }],
      ['an empty reason', { ...decision, reason: '' }],
      ['somebody else as the actor', { ...decision, actor: 'user:user-2' }],
    ])('with %s is refused', async (_, body) => {
      const { id } = await recordImprovement({ status: 'awaiting-approval', candidate });
      expectProblem(await post(`/improvements/${id}/${action}`, body), 400, 'request/invalid-body');
    });
  });
});
