import { describe, expect, it } from 'vitest';
import { approve, reject } from '#core/improvements/approval/approve-or-reject.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { statuses } from '#core/improvements/status.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryWorkflow } from '../../../../support/memory-workflow.ts';
import { aReport } from '../../../../support/report.ts';

const { hash } = aCandidate();
const decision = { actor: 'user:user-1', reason: 'it reads well', candidateHash: hash };

function begin(fields: Partial<Improvement> = {}) {
  const improvement = anImprovement({ status: 'awaiting-approval', candidate: aCandidate(), ...fields });
  const improvements = MemoryImprovements.of(improvement);
  const workflow = new MemoryWorkflow();
  const needs = { improvements, workflow, now: () => 1_000 };
  return { id: improvement.id, improvements, workflow, needs };
}

describe('an approval', () => {
  it('is recorded with its candidate, and starts the rollout', async () => {
    const { id, improvements, workflow, needs } = begin({ goal: 'tested' });

    await approve(id, decision, needs);

    expect(await improvements.load(id)).toMatchObject({
      status: 'awaiting-approval',
      goal: 'applied',
      approval: { by: 'user:user-1', at: 1_000, candidateHash: hash },
    });
    expect(improvements.events).toMatchObject([
      { type: 'improvement.approved', actor: 'user:user-1', reason: 'it reads well' },
    ]);
    expect(workflow.started).toEqual([
      { improvementId: id, from: 'deploy', until: 'applied', actor: 'user:user-1', reason: 'it reads well' },
    ]);
  });

  it('given twice is one approval and one rollout', async () => {
    const { id, improvements, workflow, needs } = begin();
    await approve(id, decision, needs);
    await approve(id, decision, needs);
    expect(improvements.events).toHaveLength(1);
    expect(workflow.started).toHaveLength(1);
  });

  it.each(['deploying', 'watching', 'applied'] as const)(
    'given again when the rollout has come to %s changes nothing',
    async (status) => {
      const approval = { by: decision.actor, at: 1, candidateHash: hash };
      const { id, improvements, workflow, needs } = begin({ status, approval });
      expect(await approve(id, decision, needs)).toMatchObject({ status });
      expect(improvements.events).toEqual([]);
      expect(workflow.started).toEqual([]);
    },
  );
});

describe('a rejection', () => {
  it('ends the improvement with its reason, and starts nothing', async () => {
    const { id, improvements, workflow, needs } = begin();

    await reject(id, { ...decision, reason: 'it reads badly' }, needs);

    expect(await improvements.load(id)).toMatchObject({
      status: 'rejected',
      reason: 'it reads badly',
      earlier: [
        {
          outcome: 'rejected by an approver: it reads badly',
          ended: { decision: 'rejected', by: 'approver' },
        },
      ],
    });
    expect(improvements.events).toMatchObject([{ type: 'improvement.rejected', actor: 'user:user-1' }]);
    expect(workflow.started).toHaveLength(0);
  });

  it('given again with the same reason changes nothing', async () => {
    const { id, improvements, needs } = begin();
    await reject(id, decision, needs);
    expect(await reject(id, decision, needs)).toMatchObject({ status: 'rejected' });
    expect(improvements.events).toHaveLength(1);
  });
});

describe.each([
  ['approval', approve],
  ['rejection', reject],
])('an %s', (_, decide) => {
  it('of a candidate other than the current one is refused', async () => {
    const { id, improvements, needs } = begin();
    const other = { ...decision, candidateHash: 'f'.repeat(64) };
    await expect(decide(id, other, needs)).rejects.toMatchObject({
      code: 'improvement/other-candidate',
      data: { candidateHash: hash },
    });
    expect(improvements.events).toEqual([]);
  });

  it.each(statuses.filter((status) => status !== 'awaiting-approval'))(
    'of an improvement that is %s is refused',
    async (status) => {
      const { id, workflow, needs } = begin({ status });
      await expect(decide(id, decision, needs)).rejects.toMatchObject({
        code: 'improvement/not-awaiting-approval',
        data: { current: status },
      });
      expect(workflow.started).toHaveLength(0);
    },
  );
});

describe('a candidate that needs two approvals', () => {
  const risky = {
    report: aReport({ risks: [{ kind: 'environment', what: 'process.env', path: 'src/a.ts', line: 1 }] }),
  };

  it('waits for a second person', async () => {
    const { id, improvements, workflow, needs } = begin(risky);
    await approve(id, decision, needs);
    await approve(id, decision, needs);
    expect(await improvements.load(id)).toMatchObject({
      approval: null,
      earlierApprovals: [{ by: 'user:user-1' }],
    });
    expect(workflow.started).toEqual([]);

    await approve(id, { ...decision, actor: 'user:user-2' }, needs);
    expect(await improvements.load(id)).toMatchObject({ approval: { by: 'user:user-2' } });
    expect(workflow.started).toHaveLength(1);
    expect(improvements.events).toMatchObject([
      { type: 'improvement.approved-once', actor: 'user:user-1' },
      { type: 'improvement.approved', actor: 'user:user-2' },
    ]);
  });
});
