import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCandidate } from '../support/improvement.ts';
import { aBaseReport, aReplay, aReport, gatesFailingAt } from '../support/report.ts';
import { type ScenarioRunner, startScenarios } from '../support/scenarios/scenario-runner.ts';
import type { Script } from '../support/scenarios/scripted-jobs.ts';
import { quickSnapshot } from '../support/scenarios/slow-shop.ts';
import { until } from '../support/until.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

describe.concurrent('an execution that generates', () => {
  it('stops at a candidate if that is the goal', async () => {
    const scenario = await runner.open();

    const ending = await scenario.run({ until: 'generated' });

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'generated',
      attempt: 1,
      candidate: { source: 'rule', function: 'pricesInStock', baseCommit: 'a'.repeat(40) },
    });
    expect(await scenario.events()).toEqual(['opportunity', 'generating', 'generated']);
    expect(scenario.jobs()).toEqual(['1/scan']);
  });

  it('rejects the improvement if there is no fix', async () => {
    const scenario = await runner.open({ script: { scan: () => quickSnapshot } });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rejected',
      candidate: null,
      reason: expect.stringMatching(
        /^no rule matches the hottest functions, and no model is configured; the time goes to pricesInStock/,
      ),
    });
    expect(scenario.jobs()).toEqual(['1/scan']);
  });

  it.each(['tests', 'start'] as const)('asks for no fix if the %s of the base fail', async (broken) => {
    const checkBase = () =>
      aBaseReport({
        checks: [{ name: broken, result: 'fails', detail: `\`npm ${broken}\` fails.`, seconds: 1 }],
      });
    const scenario = await runner.open({ script: { checkBase } });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rejected',
      candidate: null,
      reason: `no change could be proven: \`npm ${broken}\` fails.`,
      baseReport: { checks: [{ name: broken, result: 'fails' }] },
    });
  });

  it('checks each base once, and leaves its flaky tests out of the verification', async () => {
    let checks = 0;
    const flaky: (readonly string[])[] = [];
    const scenario = await runner.open({
      script: {
        checkBase: () => {
          checks += 1;
          return aBaseReport({ tests: { ran: 20, failing: [], flaky: ['prices change'] } });
        },
        verify: ({ candidateHash, flakyTests }) => {
          flaky.push(flakyTests);
          return aReport({ candidateHash, outcome: 'failed', gates: gatesFailingAt('tests') });
        },
      },
    });

    await scenario.run();

    expect(checks).toBe(1);
    expect(flaky).toEqual([['prices change'], ['prices change'], ['prices change']]);
  });

  it('checks a base again that failed its checks', async () => {
    const broken = { name: 'tests', result: 'fails', detail: 'the machine was busy.', seconds: 60 } as const;
    const working = { ...broken, result: 'works', detail: '20 tests ran twice.' } as const;
    const first = await runner.open({ script: { checkBase: () => aBaseReport({ checks: [broken] }) } });
    await first.run();
    const second = await runner.open({
      beside: first,
      script: { checkBase: () => aBaseReport({ checks: [working] }) },
    });

    await second.run({ until: 'generated' });

    expect((await first.record()).status).toBe('rejected');
    expect(await second.record()).toMatchObject({ status: 'generated', baseReport: { checks: [working] } });
  });

  it('asks for no fix while the recorded requests prove nothing, and tries only these again', async () => {
    const replays = [aReplay({ result: 'fails', detail: '4 successful responses, and 5 are needed.' })];
    const known: (object | null)[] = [];
    const checkBase: Script['checkBase'] = (job) => {
      known.push(job.known);
      return aBaseReport(known.length === 1 ? { replays } : {});
    };
    const scenario = await runner.open({ script: { checkBase } });

    const ending = await scenario.run();
    const waiting = await scenario.record();
    await scenario.run({ until: 'generated' });

    expect(ending).toBe('succeeded');
    expect(waiting).toMatchObject({
      status: 'opportunity',
      attempt: 0,
      candidate: null,
      earlier: [],
      baseReport: { replays },
      reason: expect.stringContaining(
        'no change could be proven yet: 4 successful responses, and 5 are needed.',
      ),
    });
    expect(waiting.snoozedUntil).toBeGreaterThan(Date.now());
    expect(await scenario.record()).toMatchObject({ status: 'generated', attempt: 1 });
    expect(await scenario.events()).toEqual([
      'opportunity',
      'generating',
      'opportunity',
      'generating',
      'generated',
    ]);
    expect(known).toEqual([null, aBaseReport({ replays })]);
  });

  it('tries the requests of another endpoint on a base that is known', async () => {
    const known: (string | undefined)[] = [];
    const checkBase: Script['checkBase'] = (job) => {
      known.push(job.known?.replays[0]?.endpoint);
      return aBaseReport({ replays: [aReplay({ endpoint: job.endpoint })] });
    };
    const first = await runner.open({ script: { checkBase } });
    await first.run({ until: 'generated' });
    const second = await runner.open({
      beside: first,
      improvement: { endpoint: 'GET /offers' },
      script: { checkBase },
    });

    await second.run({ until: 'generated' });

    expect(known).toEqual([undefined, 'GET /prices']);
  });

  it('goes on if the check of the base is lost', async () => {
    const checkBase = () => {
      throw new Error('the box is gone');
    };
    const scenario = await runner.open({ script: { checkBase } });

    await scenario.run({ until: 'generated' });

    expect(await scenario.record()).toMatchObject({ status: 'generated', baseReport: null });
  });

  it('fails if the repository cannot be read, and can be repeated', async () => {
    let scans = 0;
    const scan = () => {
      scans += 1;
      // The first job, and its repetition.
      if (scans <= 2) throw new Error('the repository does not answer');
      return quickSnapshot;
    };
    const scenario = await runner.open({ script: { scan } });

    const first = await scenario.run();
    const failed = await scenario.record();
    const second = await scenario.run();

    expect(first).toBe('the repository does not answer');
    expect(failed).toMatchObject({ status: 'failed', reason: 'the repository does not answer' });
    expect(second).toBe('succeeded');
    expect(await scenario.events()).toEqual([
      'opportunity',
      'generating',
      'failed',
      'generating',
      'rejected',
    ]);
  });
});

describe.concurrent('an execution that tests', () => {
  it('stops at the report if that is the goal', async () => {
    const scenario = await runner.open();
    await scenario.run({ until: 'generated' });

    const ending = await scenario.run({ from: 'test', until: 'tested' });

    expect(ending).toBe('succeeded');
    const { status, confidence, report } = await scenario.record();
    expect(status).toBe('tested');
    expect(confidence?.value).toBeGreaterThan(0.986);
    expect(report?.reason).toBe('every gate passed');
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1']);
  });

  it('tries other candidates after a failed gate, and gives up after as many as the policy allows', async () => {
    const scenario = await runner.open({
      script: {
        verify: ({ candidateHash }) =>
          aReport({
            candidateHash,
            outcome: 'failed',
            reason: '1 of 20 tests newly failing',
            gates: gatesFailingAt('tests'),
          }),
      },
    });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, reason, earlier } = await scenario.record();
    expect(status).toBe('rejected');
    expect(reason).toBe('1 of 20 tests newly failing');
    expect(earlier.map(({ function: name }) => name)).toEqual([
      'pricesInStock',
      'pricesOnSale',
      'pricesOfToday',
    ]);
    expect(scenario.jobs()).toEqual(
      [1, 2, 3].flatMap((attempt) => [`${attempt}/scan`, `${attempt}/verify-1`]),
    );
  });

  it('ships the second candidate if the first was refused', async () => {
    const scenario = await runner.open({
      script: {
        verify: ({ candidateHash, seed }) =>
          aReport({ candidateHash, ...(seed === 1 ? { outcome: 'failed', reason: 'answers differ' } : {}) }),
      },
    });

    await scenario.run({ until: 'tested' });

    expect(await scenario.record()).toMatchObject({
      status: 'tested',
      attempt: 2,
      candidate: { function: 'pricesOnSale' },
      earlier: [{ function: 'pricesInStock', outcome: 'rejected in the sandbox: answers differ' }],
    });
  });

  it('tests again after a void report', async () => {
    let runs = 0;
    const scenario = await runner.open({
      script: {
        verify({ candidateHash }) {
          runs += 1;
          return aReport({ candidateHash, outcome: runs < 3 ? 'void' : 'passed' });
        },
      },
    });

    await scenario.run({ until: 'tested' });

    expect(await scenario.record()).toMatchObject({ status: 'tested', attempt: 1, runs: 3 });
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/verify-2', '1/verify-3']);
  });

  it('waits for requests to replay, and counts no attempt meanwhile', async () => {
    const scenario = await runner.open();
    const { seenRequests } = scenario.fleet;
    scenario.fleet.seenRequests = () => [];
    const running = scenario.run({ until: 'tested' });
    const { reason } = await until('it waits', async () => {
      const record = await scenario.record();
      return record.testingSince !== null && record;
    });
    scenario.fleet.seenRequests = seenRequests;
    await running;

    expect(reason).toBe(
      'waits: 0 of 1 different requests to GET /prices are recorded, which its test replays',
    );
    expect(await scenario.record()).toMatchObject({ status: 'tested', attempt: 1, runs: 1, earlier: [] });
  });

  it('rejects a report about another candidate', async () => {
    const scenario = await runner.open({
      script: { verify: () => aReport({ candidateHash: 'f'.repeat(64) }) },
    });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rejected',
      reason: 'the verification report is for another candidate',
      confidence: null,
    });
  });

  it('runs the job once more if the sandbox is lost', async () => {
    let runs = 0;
    const scenario = await runner.open({
      script: {
        verify({ candidateHash }) {
          runs += 1;
          if (runs === 1) throw new Error('the machine went away');
          return aReport({ candidateHash });
        },
      },
    });

    await scenario.run({ until: 'tested' });

    expect(await scenario.record()).toMatchObject({ status: 'tested', runs: 1 });
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/verify-1']);
  });

  it('fails if the sandbox is lost again', async () => {
    const verify = () => {
      throw new Error('the machine went away');
    };
    const scenario = await runner.open({ script: { verify } });

    const ending = await scenario.run();

    expect(ending).toBe('the machine went away');
    expect(await scenario.record()).toMatchObject({ status: 'failed', reason: 'the machine went away' });
  });

  it("does not run a model's code without isolation", async () => {
    const scenario = await runner.open({
      improvement: { status: 'generated', candidate: aCandidate({ source: 'model' }), attempt: 1 },
      service: { isolation: 'process', acceptsModelCode: false },
    });

    const ending = await scenario.run({ from: 'test' });

    expect(ending).toBe('succeeded');
    const { status, reason } = await scenario.record();
    expect(status).toBe('rejected');
    expect(reason).toContain("a model's code is not run without isolation");
    expect(scenario.jobs()).toEqual([]);
  });

  it("runs a rule's code without isolation, because rules are known to be safe", async () => {
    const scenario = await runner.open({ service: { isolation: 'process', acceptsModelCode: false } });

    await scenario.run({ until: 'tested' });

    expect(await scenario.record()).toMatchObject({ status: 'tested', candidate: { source: 'rule' } });
  });

  it('needs a candidate', async () => {
    const scenario = await runner.open();

    const ending = await scenario.run({ from: 'test' });

    expect(ending).toMatch(/has no candidate yet/);
    expect(await scenario.record()).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('has no candidate yet'),
    });
  });
});

describe.concurrent('an execution without a valid entry', () => {
  it('fails and names the valid entries', async () => {
    const scenario = await runner.open();

    const ending = await scenario.run({ from: 'nowhere' as 'generate' });

    expect(ending).toBe('from must be generate, test, deploy, watch or rollback');
    expect(await scenario.record()).toMatchObject({ status: 'opportunity', revision: 1 });
  });
});
