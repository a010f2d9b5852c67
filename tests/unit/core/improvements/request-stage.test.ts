import { describe, expect, it } from 'vitest';
import { requestStage, type Stage, stagesFor } from '#core/improvements/request-stage.ts';
import { isUnderWay, type Status, statuses } from '#core/improvements/status.ts';
import { anImprovement } from '../../../support/improvement.ts';
import { MemoryImprovements } from '../../../support/memory-improvements.ts';
import { MemoryWorkflow } from '../../../support/memory-workflow.ts';

const stages: readonly Stage[] = ['generate', 'test', 'deploy', 'rollback'];
const possible: Partial<Record<Status, Stage>> = {
  opportunity: 'generate',
  failed: 'generate',
  generating: 'generate',
  testing: 'test',
  generated: 'test',
  tested: 'deploy',
  deploying: 'rollback',
  watching: 'rollback',
  applied: 'rollback',
  'rolling-back': 'rollback',
};
const pairs = statuses.flatMap((status) => stages.map((stage) => [stage, status] as const));

function begin(status: Status, goal: 'generated' | 'tested' | 'applied' = 'applied') {
  const improvement = anImprovement({ status, goal });
  const improvements = MemoryImprovements.of(improvement);
  const workflow = new MemoryWorkflow();
  const request = (stage: Stage) =>
    requestStage(
      improvement.id,
      { stage, actor: 'user:user-1', reason: 'I want to see it' },
      { improvements, workflow, now: () => 1_000 },
    );
  return { improvements, workflow, request, id: improvement.id };
}

describe('a stage that an operator requests', () => {
  it.each(pairs.filter(([stage, status]) => possible[status] === stage))(
    'is started: %s of an improvement that is %s',
    async (stage, status) => {
      const { workflow, request, id } = begin(status);
      await request(stage);
      const until = {
        generate: 'generated',
        test: 'tested',
        deploy: 'applied',
        rollback: 'applied',
      } as const;
      expect(workflow.started).toEqual([
        {
          improvementId: id,
          from: stage,
          // What is continued keeps its goal.
          until: isUnderWay(status) ? 'applied' : until[stage],
          actor: 'user:user-1',
          reason: 'I want to see it',
        },
      ]);
    },
  );

  it.each(pairs.filter(([stage, status]) => possible[status] !== stage))(
    'is refused: %s of an improvement that is %s',
    async (stage, status) => {
      const { workflow, request } = begin(status);
      const allowed = stagesFor(anImprovement({ status }));
      await expect(request(stage)).rejects.toMatchObject({
        code: 'improvement/illegal-stage',
        data: { current: status, allowed },
      });
      expect(allowed).toEqual(possible[status] ? [possible[status]] : []);
      expect(workflow.started).toHaveLength(0);
    },
  );

  it('is started once, however often it is requested without a change', async () => {
    const { workflow, request } = begin('opportunity');
    await request('generate');
    await request('generate');
    expect(workflow.started).toHaveLength(1);
  });

  it.each(['generating', 'testing', 'rolling-back'] as const)(
    'is continued if its execution has ended while it was %s, and left alone while one works on it',
    async (status) => {
      const { improvements, workflow, request, id } = begin(status);
      const stage = possible[status] ?? 'generate';
      await request(stage);
      await request(stage);
      expect(workflow.started).toHaveLength(1);
      const { execution } = await improvements.load(id);
      workflow.states.set(execution ?? '', 'timed-out');
      await request(stage);
      expect(workflow.started).toHaveLength(2);
    },
  );

  it("records the operator's goal", async () => {
    const { improvements, request, id } = begin('opportunity');
    await request('generate');
    expect(await improvements.load(id)).toMatchObject({ status: 'opportunity', goal: 'generated' });
    expect(improvements.events).toMatchObject([
      { type: 'improvement.stage-requested', actor: 'user:user-1', after: { goal: 'generated' } },
    ]);
  });

  it('changes no record if the goal is already recorded', async () => {
    const { improvements, request } = begin('tested');
    await request('deploy');
    expect(improvements.events).toEqual([]);
  });
});
