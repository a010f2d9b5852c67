import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import { type MirrorEvidence, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import { type ScenarioRunner, startScenarios, watched } from '../support/scenarios/scenario-runner.ts';
import { merge, revert } from '../support/scenarios/slow-shop.ts';
import { better } from '../support/scenarios/traffic.ts';
import { until } from '../support/until.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

const evidence = (fields: Partial<MirrorEvidence>): MirrorEvidence => ({ ...noMirrorEvidence, ...fields });
const different = evidence({
  identical: 7,
  differences: ['GET /prices: body.total was 3 and is 4'],
  toEndpoint: 8,
});

/** An improvement that was merged and whose version gets copies of requests. */
function mirrored(): ReturnType<typeof watched> {
  const { rollout = null, ...fields } = watched();
  const mirror = { since: Date.now() - 1_000, evidence: noMirrorEvidence };
  return { ...fields, rollout: rollout && { ...rollout, mirror, stages: [] } };
}

describe.concurrent('an execution that mirrors requests first', () => {
  it('rolls back a difference before any user got the new version', async () => {
    const scenario = await runner.open({ traffic: better });
    scenario.fleet.mirrored = [evidence({ identical: 7, toEndpoint: 7 }), different];

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, reason, rollout, revert: commit } = await scenario.record();
    expect({ status, verdict, commit }).toEqual({
      status: 'rolled-back',
      verdict: 'regressed',
      commit: revert,
    });
    expect(reason).toBe(
      'before any user saw it: GET /prices: body.total was 3 and is 4; mirrored 8 requests, ' +
        '8 of them to GET /prices: 7 identical responses, 1 different responses',
    );
    expect(rollout).toMatchObject({ stages: [], mirror: { evidence: different }, badRequests: 0 });
    expect(await scenario.events()).toEqual([
      'opportunity',
      'generating',
      'generated',
      'testing',
      'tested',
      'deploying',
      'released',
      'watching',
      'mirror-regressed',
      'rolling-back',
      'rolled-back',
    ]);
    // No share of the requests at any time.
    expect(scenario.fleet.told).toEqual(['launch', 'withdraw', 'retire']);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/revert']);
  });

  it('begins the first step once enough is identical', async () => {
    const scenario = await runner.open({ traffic: better, mirror: { requests: 20 } });
    scenario.fleet.mirrored = [
      evidence({ identical: 12, toEndpoint: 12 }),
      evidence({ identical: 20, toEndpoint: 12 }),
    ];

    expect(await scenario.run()).toBe('succeeded');

    const { status, rollout } = await scenario.record();
    expect(status).toBe('applied');
    expect(rollout?.mirror?.evidence.identical).toBe(20);
    const events = await scenario.chain();
    expect(events.find(({ type }) => type === 'improvement.mirrored')?.reason).toBe(
      'mirrored 20 requests, 12 of them to GET /prices: 20 identical responses; 50 % of the requests on bbbbbbb',
    );
    expect(events.find(({ type }) => type === 'improvement.watching')?.reason).toMatch(
      /^copies of safe requests on bbbbbbb, and no user's request yet; (at .* requests a minute|less than a minute)/,
    );
    expect(scenario.fleet.told).toEqual(['launch', 'shift 50', 'shift 100', 'promote']);
  });

  it('is not held up by a service without requests', async () => {
    const scenario = await runner.open({ traffic: better, mirror: { seconds: 2 } });
    scenario.fleet.mirrored = [noMirrorEvidence];

    expect(await scenario.run()).toBe('succeeded');

    expect((await scenario.record()).status).toBe('applied');
    const reasons = (await scenario.chain()).map(({ reason }) => reason);
    expect(reasons).toContain('mirrored no request; 50 % of the requests on bbbbbbb');
  });

  it('goes on without a mirror if the fleet has none, and says so', async () => {
    const scenario = await runner.open({ traffic: better, mirror: { seconds: 2 } });
    scenario.fleet.mirror = () => {
      throw new Unavailable('there is no mirror.', { code: 'fleet/not-running' });
    };

    expect(await scenario.run()).toBe('succeeded');

    const { status, rollout } = await scenario.record();
    expect({ status, mirror: rollout?.mirror?.evidence }).toEqual({
      status: 'applied',
      mirror: evidence({ obstacle: 'there is no mirror.' }),
    });
  });

  it('skips it if the manifest says so', async () => {
    const scenario = await runner.open({ traffic: better, mirror: { enabled: false } });
    scenario.fleet.mirrored = [different];

    expect(await scenario.run()).toBe('succeeded');

    const { status, rollout } = await scenario.record();
    expect({ status, mirror: rollout?.mirror }).toEqual({ status: 'applied', mirror: null });
    expect(await scenario.events()).not.toContain('mirrored');
  });

  it('mirrors again after a process was killed in the middle of it', async () => {
    const scenario = await runner.open({ improvement: mirrored(), traffic: better });

    expect(await scenario.run({ from: 'watch', actor: 'system:restart' })).toBe('succeeded');

    expect((await scenario.record()).status).toBe('applied');
    const events = await scenario.events();
    expect(events.slice(0, 3)).toEqual(['opportunity', 'rollout-restarted', 'mirrored']);
  });

  it('ends at once when an operator rolls back', async () => {
    const scenario = await runner.open({ improvement: mirrored(), mirror: { requests: 1_000 } });
    const execution = scenario.run({ from: 'watch' });
    await until('requests are mirrored', () => scenario.fleet.told.includes('launch'));

    const reason = 'the operator has doubts';
    expect(await scenario.run({ from: 'rollback', actor: 'user:operator', reason })).toBe('succeeded');

    expect(await execution).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      reason,
      release: { merge },
      rollout: { stages: [] },
    });
    expect(scenario.fleet.told).toEqual(['launch', 'withdraw', 'retire']);
  });
});
