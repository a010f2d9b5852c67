import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCandidate } from '../support/improvement.ts';
import { aReport, gatesFailingAt } from '../support/report.ts';
import { type Pipeline, startPipeline } from '../support/scenarios/scenario-runner.ts';
import { quickSnapshot } from '../support/scenarios/slow-shop.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.stop());

describe.concurrent('an execution that generates', () => {
  it('stops at a candidate when it is to go that far', async () => {
    const scene = await pipeline.open();

    const ending = await scene.run({ until: 'generated' });

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({
      status: 'generated',
      attempt: 1,
      candidate: { source: 'rule', function: 'pricesInStock', baseCommit: 'a'.repeat(40) },
    });
    expect(await scene.events()).toEqual(['opportunity', 'generating', 'generated']);
    expect(scene.jobs()).toEqual(['1/scan']);
  });

  it('rejects the improvement when nobody knows a fix', async () => {
    const scene = await pipeline.open({ script: { scan: () => quickSnapshot } });

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({
      status: 'rejected',
      candidate: null,
      reason: 'no rule matches the hottest functions, and no model proposed a fix',
    });
    expect(scene.jobs()).toEqual(['1/scan']);
  });

  it('fails when the repository cannot be read, and can be run again', async () => {
    let scans = 0;
    const scan = () => {
      scans += 1;
      if (scans === 1) throw new Error('the repository does not answer');
      return quickSnapshot;
    };
    const scene = await pipeline.open({ script: { scan } });

    const first = await scene.run();
    const failed = await scene.record();
    const second = await scene.run();

    expect(first).toBe('the repository does not answer');
    expect(failed).toMatchObject({ status: 'failed', reason: 'the repository does not answer' });
    expect(second).toBe('succeeded');
    expect(await scene.events()).toEqual(['opportunity', 'generating', 'failed', 'generating', 'rejected']);
  });
});

describe.concurrent('an execution that tests', () => {
  it('stops at the report when it is to go that far', async () => {
    const scene = await pipeline.open();
    await scene.run({ until: 'generated' });

    const ending = await scene.run({ from: 'test', until: 'tested' });

    expect(ending).toBe('succeeded');
    const { status, confidence, report } = await scene.record();
    expect(status).toBe('tested');
    expect(confidence?.value).toBeGreaterThan(0.7);
    expect(report?.reason).toBe('every gate passed');
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1']);
  });

  it('tries other candidates after a failed gate, and gives up after as many as the policy allows', async () => {
    const scene = await pipeline.open({
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

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    const { status, reason, earlier } = await scene.record();
    expect(status).toBe('rejected');
    expect(reason).toBe('1 of 20 tests newly failing');
    expect(earlier.map(({ function: name }) => name)).toEqual([
      'pricesInStock',
      'pricesOnSale',
      'pricesOfToday',
    ]);
    expect(scene.jobs()).toEqual([1, 2, 3].flatMap((attempt) => [`${attempt}/scan`, `${attempt}/verify-1`]));
  });

  it('ships the second candidate when the first was refused', async () => {
    const scene = await pipeline.open({
      script: {
        verify: ({ candidateHash, seed }) =>
          aReport({ candidateHash, ...(seed === 1 ? { outcome: 'failed', reason: 'answers differ' } : {}) }),
      },
    });

    await scene.run({ until: 'tested' });

    expect(await scene.record()).toMatchObject({
      status: 'tested',
      attempt: 2,
      candidate: { function: 'pricesOnSale' },
      earlier: [{ function: 'pricesInStock', outcome: 'rejected in the sandbox: answers differ' }],
    });
  });

  it('tests again after a void report', async () => {
    let runs = 0;
    const scene = await pipeline.open({
      script: {
        verify({ candidateHash }) {
          runs += 1;
          return aReport({ candidateHash, outcome: runs < 3 ? 'void' : 'passed' });
        },
      },
    });

    await scene.run({ until: 'tested' });

    expect(await scene.record()).toMatchObject({ status: 'tested', attempt: 1, runs: 3 });
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1', '1/verify-2', '1/verify-3']);
  });

  it('takes a candidate whose report is void three times for refused', async () => {
    const scene = await pipeline.open({
      script: {
        verify: ({ candidateHash }) =>
          aReport({ candidateHash, outcome: 'void', reason: 'the machine is too noisy' }),
      },
    });

    await scene.run({ until: 'tested' });

    expect(await scene.record()).toMatchObject({ status: 'rejected', reason: 'the machine is too noisy' });
    expect(scene.jobs()).toHaveLength(3 * 4);
  });

  it('rejects a report about another candidate', async () => {
    const scene = await pipeline.open({
      script: { verify: () => aReport({ candidateHash: 'f'.repeat(64) }) },
    });

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({
      status: 'rejected',
      reason: 'the verification report is for another candidate',
      confidence: null,
    });
  });

  it('runs the job once more when the sandbox is lost', async () => {
    let runs = 0;
    const scene = await pipeline.open({
      script: {
        verify({ candidateHash }) {
          runs += 1;
          if (runs === 1) throw new Error('the machine went away');
          return aReport({ candidateHash });
        },
      },
    });

    await scene.run({ until: 'tested' });

    expect(await scene.record()).toMatchObject({ status: 'tested', runs: 1 });
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1', '1/verify-1']);
  });

  it('fails when the sandbox is lost again', async () => {
    const verify = () => {
      throw new Error('the machine went away');
    };
    const scene = await pipeline.open({ script: { verify } });

    const ending = await scene.run();

    expect(ending).toBe('the machine went away');
    expect(await scene.record()).toMatchObject({ status: 'failed', reason: 'the machine went away' });
  });

  it("does not run a model's code where there are no walls", async () => {
    const scene = await pipeline.open({
      improvement: { status: 'generated', candidate: aCandidate({ source: 'model' }), attempt: 1 },
      service: { isolation: 'process', acceptsModelCode: false },
    });

    const ending = await scene.run({ from: 'test' });

    expect(ending).toBe('succeeded');
    const { status, reason } = await scene.record();
    expect(status).toBe('rejected');
    expect(reason).toContain("a model's code is not run without isolation");
    expect(scene.jobs()).toEqual([]);
  });

  it("runs a rule's code there, whose safety has been argued", async () => {
    const scene = await pipeline.open({ service: { isolation: 'process', acceptsModelCode: false } });

    await scene.run({ until: 'tested' });

    expect(await scene.record()).toMatchObject({ status: 'tested', candidate: { source: 'rule' } });
  });

  it('needs a candidate', async () => {
    const scene = await pipeline.open();

    const ending = await scene.run({ from: 'test' });

    expect(ending).toMatch(/has no candidate yet/);
    expect(await scene.record()).toMatchObject({ status: 'opportunity' });
  });
});

describe.concurrent('an execution that enters nowhere', () => {
  it('fails and says where it could have entered', async () => {
    const scene = await pipeline.open();

    const ending = await scene.run({ from: 'nowhere' as 'generate' });

    expect(ending).toBe('from must be generate, test, deploy, watch or rollback');
    expect(await scene.record()).toMatchObject({ status: 'opportunity', revision: 1 });
  });
});
