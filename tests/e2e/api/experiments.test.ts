import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPreferences } from '#recorder/index.ts';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { until } from '../../support/until.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

const experiment = { id: 'verse-mini', taskType: 'verse', variants: ['large', 'mini'] };

test('an operator starts an experiment, assistants take part, and it ends by itself with a result', async () => {
  const token = await system.tokenOf('ada', ['user']);
  const operator = await system.tokenOf('operator', ['operator']);
  const started = await system.call('POST', '/experiments', { token: operator, body: experiment });
  expect(started.status).toBe(201);
  expectProblem(await system.call('POST', '/experiments', { token, body: experiment }), 403, 'role/missing');
  const other = { ...experiment, id: 'another' };
  expectProblem(
    await system.call('POST', '/experiments', { token: operator, body: other }),
    409,
    'experiment/task-taken',
  );

  const preferences = createPreferences({ url: system.url, timeout: 10_000 });
  const seen = async () => {
    const { body } = await system.call('GET', `/experiments/${experiment.id}`, { token: operator });
    return body as { outcome: string | null; reason: string; evidence: { firstBetter: number } };
  };
  let messages = 0;
  await until('the experiment has ended', async () => {
    for (let i = 0; i < 10; i += 1) {
      const models = experiment.variants as [string, string];
      const advice = await preferences.recommend({ taskType: 'verse', models, token });
      messages += 1;
      preferences.feedback({
        token,
        messageId: `m${messages}`,
        kind: advice.model === 'large' ? 'thumbs-up' : 'thumbs-down',
        model: advice.model,
        taskType: 'verse',
        ...(advice.experiment === undefined ? {} : { experiment: advice.experiment }),
      });
    }
    return (await seen()).outcome !== null;
  });
  await preferences.close();

  const { outcome, reason, evidence } = await seen();
  expect(['first-better', 'guardrail']).toContain(outcome);
  expect(reason).toMatch(
    /^large: (\d+) of \1 liked; mini: 0 of \d+ liked; (large is better|mini is disliked)/,
  );
  expect(evidence.firstBetter).toBeGreaterThan(1);
  const { body } = await system.call('GET', `/events?subject=experiment:${experiment.id}`, {
    token: operator,
  });
  expect((body.items as { type: string }[]).map(({ type }) => type)).toEqual([
    'experiment.started',
    'experiment.ended',
  ]);
});

test('an unknown experiment is reported as unknown', async () => {
  const token = await system.tokenOf('viewer', ['operator']);
  expectProblem(await system.call('GET', '/experiments/none', { token }), 404, 'experiment/unknown');
  const body = { reason: 'enough' };
  expectProblem(
    await system.call('POST', '/experiments/none/stop', { token, body }),
    404,
    'experiment/unknown',
  );
});
