import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotFound } from '#core/errors.ts';
import { mostResumes, reconcile } from '#core/improvements/executions/reconcile.ts';
import type { Goal, Improvement } from '#core/improvements/improvement.ts';
import type { ExecutionState } from '#core/improvements/ports.ts';
import { isUnderWay, type Status, statuses } from '#core/improvements/status.ts';
import { hour, minute } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { MemoryWorkflow } from '../../../../support/memory-workflow.ts';

const noArtifacts = {
  read: async () => {
    throw new NotFound('there is no such artifact.', { code: 'artifact/unknown' });
  },
  write: async () => undefined,
  copy: async () => undefined,
  exists: async () => false,
};
const release = { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge: 'b'.repeat(40) };
const before = 'automatic-1-shop-get-prices-1';

/** An improvement whose execution, `before`, is in this state. */
function begin(fields: Partial<Improvement>, state: ExecutionState) {
  const status = fields.status ?? 'opportunity';
  const isMerged = ['watching', 'applied', 'rolling-back'].includes(status);
  const improvement = anImprovement({
    execution: before,
    candidate: aCandidate(),
    attempt: 1,
    release: isMerged ? release : null,
    ...fields,
  });
  const improvements = MemoryImprovements.of(improvement);
  const services = new MemoryServices();
  const workflow = new MemoryWorkflow();
  workflow.states.set(before, state);
  let at = improvement.updatedAt;
  return {
    improvements,
    services,
    workflow,
    record: () => improvements.load(improvement.id),
    wait(milliseconds: number) {
      at += milliseconds;
    },
    reconcile: (atOnce = false) =>
      reconcile(
        { service: 'shop', atOnce },
        { improvements, services, artifacts: noArtifacts, workflow, now: () => at },
      ),
  };
}

const stages = {
  generating: 'generate',
  generated: 'test',
  testing: 'test',
  tested: 'deploy',
  deploying: 'deploy',
  watching: 'watch',
  'rolling-back': 'rollback',
} as const;
const workedOn = Object.keys(stages) as (keyof typeof stages)[];
const others = statuses.filter((status) => !(status in stages));

describe('an improvement that lost its execution', () => {
  it.each(workedOn)('is continued while it is %s', async (status) => {
    const scene = begin({ status, goal: 'applied', reason: 'it was time' }, 'unknown');
    scene.wait(2 * minute);

    const reconciled = await scene.reconcile();

    const reason = `its execution was lost while it was ${status} (${before})`;
    expect(reconciled).toEqual([{ id: 'shop-get-prices-1', status, outcome: 'resumed', reason }]);
    expect(scene.workflow.started).toEqual([
      {
        improvementId: 'shop-get-prices-1',
        from: stages[status],
        until: 'applied',
        actor: 'system:reconciler',
        reason,
      },
    ]);
    expect(await scene.record()).toMatchObject({ status, resumes: 1, reason: 'it was time' });
    expect(scene.improvements.events).toMatchObject([{ type: 'improvement.resumed', reason }]);
  });

  it.each(others)('is left alone if it is %s', async (status) => {
    const scene = begin({ status }, 'unknown');
    scene.wait(hour);
    expect(await scene.reconcile()).toEqual([]);
  });

  it.each([
    ['generated', 'generated'],
    ['tested', 'tested'],
  ] as const)('is left alone if it is %s, as an operator wished', async (status, goal) => {
    const scene = begin({ status, goal }, 'succeeded');
    scene.wait(hour);
    expect(await scene.reconcile()).toEqual([]);
  });

  it('goes no further than its goal', async () => {
    const scene = begin({ status: 'testing', goal: 'tested' }, 'timed-out');
    await scene.reconcile(true);
    expect(scene.workflow.started).toMatchObject([{ from: 'test', until: 'tested' }]);
  });

  it('is continued by one of several at once', async () => {
    const scene = begin({ status: 'watching' }, 'failed');
    const all = await Promise.all(Array.from({ length: 4 }, () => scene.reconcile(true)));
    expect(all.flat()).toHaveLength(1);
    expect(scene.workflow.started).toHaveLength(1);
  });

  it('is continued again if the execution was recorded and then not started', async () => {
    const scene = begin({ status: 'testing' }, 'failed');
    const start = scene.workflow.start.bind(scene.workflow);
    scene.workflow.start = async () => {
      throw new Error('Step Functions does not respond');
    };
    await expect(scene.reconcile(true)).rejects.toThrow('Step Functions does not respond');
    scene.workflow.start = start;

    await scene.reconcile(true);
    await scene.reconcile(true);

    expect(scene.workflow.started).toHaveLength(1);
    expect(await scene.workflow.stateOf((await scene.record()).execution ?? '')).toBe('running');
  });

  it('is left alone for a minute after a change: what made it may be starting an execution', async () => {
    const scene = begin({ status: 'tested', goal: 'applied' }, 'succeeded');
    expect(await scene.reconcile()).toEqual([]);
    scene.wait(minute);
    expect(await scene.reconcile()).toHaveLength(1);
  });

  it('is continued after growing pauses', async () => {
    const scene = begin({ status: 'rolling-back' }, 'failed');
    scene.workflow.fails = true;
    const passed: number[] = [];
    for (let minutes = 0; minutes < 64; minutes += 1) {
      if ((await scene.reconcile()).length > 0) passed.push(minutes);
      scene.wait(minute);
    }
    expect(passed).toEqual([1, 3, 7, 15, 31, 63]);
  });
});

describe('an improvement that loses its executions again and again', () => {
  async function lose(status: Status): Promise<ReturnType<typeof begin>> {
    const scene = begin({ status, goal: 'applied' }, 'failed');
    scene.workflow.fails = true;
    for (let time = 0; time < mostResumes; time += 1) await scene.reconcile(true);
    expect((await scene.record()).resumes).toBe(mostResumes);
    scene.wait(hour);
    return scene;
  }

  it.each(['generating', 'generated', 'testing', 'tested', 'deploying'] as const)(
    'fails if it is %s, with the reason on record, and gives the traffic to others',
    async (status) => {
      const scene = await lose(status);
      await scene.services.claimRollout('shop', 'shop-get-prices-1');

      await scene.reconcile();

      const { status: after, reason } = await scene.record();
      expect(after).toBe('failed');
      expect(reason).toMatch(`its execution failed while it was ${status}, after it was continued 5 times`);
      expect(await scene.services.claimRollout('shop', 'other')).toBe('other');
    },
  );

  it('is rolled back if it has traffic', async () => {
    const scene = await lose('watching');
    expect(await scene.reconcile()).toMatchObject([{ outcome: 'rolling-back' }]);
    expect(scene.workflow.started.at(-1)).toMatchObject({ from: 'rollback' });
  });

  it('counts from its last change of status', async () => {
    const scene = begin({ status: 'testing' }, 'unknown');
    await scene.reconcile(true);
    expect((await scene.record()).resumes).toBe(1);
  });
});

describe('an execution that a person stopped', () => {
  it.each(['generating', 'testing', 'generated', 'tested'] as const)(
    'is not continued: what was %s fails',
    async (status) => {
      const scene = begin({ status, goal: 'applied' }, 'stopped');
      await scene.reconcile(true);
      expect(scene.workflow.started).toEqual([]);
      expect(await scene.record()).toMatchObject({
        status: 'failed',
        reason: `its execution was stopped by a person while it was ${status} (${before})`,
      });
    },
  );

  it('leaves no canary unwatched', async () => {
    const scene = begin({ status: 'watching' }, 'stopped');
    await scene.reconcile(true);
    expect(scene.workflow.started).toMatchObject([{ from: 'rollback' }]);
  });

  it('leaves no rollback unfinished', async () => {
    const scene = begin({ status: 'rolling-back' }, 'stopped');
    await scene.reconcile(true);
    expect(scene.workflow.started).toMatchObject([{ from: 'rollback' }]);
  });

  it('is waited for while its release job may still merge', async () => {
    const scene = begin({ status: 'deploying' }, 'stopped');
    scene.wait(20 * minute);
    expect(await scene.reconcile(true)).toEqual([]);
    scene.wait(30 * minute);
    expect(await scene.reconcile(true)).toMatchObject([{ outcome: 'failed' }]);
  });
});

const endings = ['succeeded', 'failed', 'timed-out', 'stopped', 'unknown'] as const;

it('brings every improvement, whatever happens to its executions, to an end or to a living execution', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...statuses),
      fc.constantFrom<Goal>('generated', 'tested', 'applied'),
      fc.constantFrom<ExecutionState>('running', ...endings),
      fc.array(fc.constantFrom(...endings), { maxLength: 12 }),
      async (status, goal, state, fates) => {
        const scene = begin({ status, goal }, state);
        for (const fate of fates) {
          scene.wait(hour);
          await scene.reconcile();
          const { execution } = await scene.record();
          if (execution !== before) scene.workflow.states.set(execution ?? '', fate);
        }
        scene.wait(hour);
        await scene.reconcile();

        const left = await scene.record();
        const isWorkedOn =
          isUnderWay(left.status) || (goal === 'applied' && ['generated', 'tested'].includes(left.status));
        if (isWorkedOn) expect(await scene.workflow.stateOf(left.execution ?? '')).toBe('running');
        else expect([status, 'failed']).toContain(left.status);
      },
    ),
  );
});
