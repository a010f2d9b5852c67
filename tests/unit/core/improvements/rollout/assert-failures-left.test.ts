import { describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { assertFailuresLeft } from '#core/improvements/rollout/assert-failures-left.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import { day } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { aService } from '../../../../support/service.ts';

const now = Date.UTC(2026, 5, 1, 9);
const candidate = aCandidate();
const policy = { canaryFailuresPerWeek: 100 };
const service = aService({ manifest: Manifest.parse({ ...aService().manifest, policy }) });

const ended = (id: string, status: 'applied' | 'rolled-back', badRequests: number, daysAgo: number) => {
  const until = now - daysAgo * day;
  const rollout: Rollout = {
    baseline: 'a'.repeat(40),
    version: 'b'.repeat(40),
    comparison: 'concurrent',
    mirror: null,
    stages: [{ weight: 100, since: until - 60_000, until }],
    thresholds: {},
    judgment: null,
    badRequests,
  };
  return anImprovement({ id, status, rollout });
};

/** Asks for a rollout of a tested candidate after these. */
async function ask(earlier: readonly Improvement[], fields: Partial<Improvement> = {}) {
  const improvement = anImprovement({ id: 'next', status: 'tested', candidate, ...fields });
  const improvements = MemoryImprovements.of(...earlier, improvement);
  const asked = await assertFailuresLeft(improvement, service, { improvements, now: () => now }).then(
    () => 'may start',
    (error: Error) => error.message,
  );
  return { asked, record: await improvements.load('next') };
}

const reason = 'the canaries of the last seven days failed 110 requests, and a person decides from 100 on';

describe('a rollout', () => {
  it('may start while the canaries of a week have failed fewer requests than the service allows', async () => {
    const { asked, record } = await ask([ended('one', 'rolled-back', 60, 1), ended('two', 'applied', 39, 6)]);
    expect(asked).toBe('may start');
    expect(record.status).toBe('tested');
  });

  it('waits for an approver once they have failed as many', async () => {
    const { asked, record } = await ask([ended('one', 'rolled-back', 60, 1), ended('two', 'applied', 50, 6)]);
    expect(asked).toBe(`${reason}.`);
    expect(record).toMatchObject({ status: 'awaiting-approval', reason });
  });

  it('may start again when a week has passed', async () => {
    const { asked } = await ask([ended('one', 'rolled-back', 60, 1), ended('two', 'applied', 50, 8)]);
    expect(asked).toBe('may start');
  });

  it('may start if a person has approved its candidate, and not for the approval of another one', async () => {
    const earlier = [ended('one', 'rolled-back', 110, 1)];
    const approvalOf = (candidateHash: string) => ({ approval: { by: 'user:ada', at: now, candidateHash } });
    expect((await ask(earlier, approvalOf(candidate.hash))).asked).toBe('may start');
    expect((await ask(earlier, approvalOf('d'.repeat(64)))).asked).toBe(`${reason}.`);
  });
});
