import { describe, expect, it } from 'vitest';
import { versionToServe } from '#local/service/version-to-serve.ts';
import { aCandidate, anImprovement } from '../../../support/improvement.ts';

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

  it('is what served before a deployment, which may be older than the base of the candidate', () => {
    const backup = { at: 0, ref: 'refs/ironclaw/backups/1', commit: null, runsAs: null };
    const deploying = (version: string | null) =>
      anImprovement({ status: 'deploying', candidate, release, backup: { ...backup, version } });
    expect(versionToServe(head, [deploying('d'.repeat(40))])).toBe('d'.repeat(40));
    expect(versionToServe(head, [deploying(null)])).toBe(candidate.baseCommit);
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
