import { describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { type Status, statuses } from '#core/improvements/status.ts';
import { findUnfinished, resume, versionToServe } from '#local/resume-unfinished.ts';
import { aCandidate, anImprovement } from '../../support/improvement.ts';
import { MemoryImprovements } from '../../support/memory-improvements.ts';
import { MemoryWorkflow } from '../../support/memory-workflow.ts';

const entries: Partial<Record<Status, string>> = {
  generating: 'generate',
  generated: 'test',
  testing: 'test',
  tested: 'deploy',
  deploying: 'deploy',
  watching: 'watch',
  'rolling-back': 'rollback',
};
const unfinished = statuses.filter((status) => entries[status] !== undefined);
const finished = statuses.filter((status) => entries[status] === undefined);

const found = (improvement: Improvement) => findUnfinished('shop', MemoryImprovements.of(improvement));

describe('after a restart', () => {
  it.each(unfinished)('an improvement that was %s continues', async (status) => {
    const improvement = anImprovement({ status, reason: 'it failed its requests' });
    const workflow = new MemoryWorkflow();

    const [left] = await found(improvement);
    await resume(left ?? anImprovement(), workflow);

    expect(workflow.started).toMatchObject([
      { improvementId: improvement.id, from: entries[status], until: 'applied', actor: 'system:restart' },
    ]);
  });

  it.each(finished)('an improvement that was %s stays unchanged', async (status) => {
    const improvement = anImprovement({ status });
    const workflow = new MemoryWorkflow();

    await resume(improvement, workflow);

    expect(await found(improvement)).toEqual([]);
    expect(workflow.started).toHaveLength(0);
  });

  it.each([
    ['generated', 'generated'],
    ['tested', 'tested'],
  ] as const)('an improvement with the goal %s stays there', async (status, goal) => {
    expect(await found(anImprovement({ status, goal }))).toEqual([]);
  });

  it('an improvement goes no further than its goal', async () => {
    const workflow = new MemoryWorkflow();
    await resume(anImprovement({ status: 'testing', goal: 'tested' }), workflow);
    expect(workflow.started).toMatchObject([{ from: 'test', until: 'tested' }]);
  });

  it('a rollback keeps its reason', async () => {
    const workflow = new MemoryWorkflow();
    await resume(anImprovement({ status: 'rolling-back', reason: 'customers complain' }), workflow);
    expect(workflow.started).toMatchObject([{ reason: 'customers complain' }]);
  });

  it('the improvements of other services stay unchanged', async () => {
    expect(await found(anImprovement({ status: 'watching', service: 'other' }))).toEqual([]);
  });
});

describe('the version to serve after a restart', () => {
  const head = 'f'.repeat(40);
  const candidate = aCandidate({ baseCommit: 'a'.repeat(40) });
  const release = { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge: head };
  const rollout = {
    baseline: 'b'.repeat(40),
    version: head,
    comparison: 'concurrent' as const,
    mirror: null,
    stages: [],
    thresholds: {},
    judgment: null,
    badRequests: 0,
  };

  it('is the head of the branch if nothing is unfinished', () => {
    expect(versionToServe(head, [])).toBe(head);
    expect(versionToServe(head, [anImprovement({ status: 'testing', candidate })])).toBe(head);
  });

  it.each(['watching', 'rolling-back'] as const)('is the version before a rollout that was %s', (status) => {
    const improvement = anImprovement({ status, candidate, release, rollout });
    expect(versionToServe(head, [anImprovement({ status: 'generating' }), improvement])).toBe(
      rollout.baseline,
    );
  });

  it("is the candidate's base if a merge has no traffic yet", () => {
    expect(versionToServe(head, [anImprovement({ status: 'deploying', candidate, release })])).toBe(
      candidate.baseCommit,
    );
  });

  it("is the candidate's base if a merge may not be recorded", () => {
    expect(versionToServe(head, [anImprovement({ status: 'deploying', candidate })])).toBe(
      candidate.baseCommit,
    );
  });
});
