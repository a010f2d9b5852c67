import { expect, it } from 'vitest';
import { NotFound } from '#core/errors.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { failImprovement } from '#core/improvements/rollback/fail-improvement.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';

const now = () => Date.UTC(2026, 5, 1);
const noArtifacts = {
  read: async () => {
    throw new NotFound('there is no such artifact.', { code: 'artifact/unknown' });
  },
  write: async () => undefined,
  copy: async () => undefined,
  exists: async () => false,
};

it.each(['opportunity', 'generating', 'generated', 'testing', 'tested', 'deploying'] as const)(
  'a step that fails for good at %s is on record, and the loop takes up the next improvement',
  async (status) => {
    const broken = anImprovement({ id: 'broken', status, candidate: aCandidate(), attempt: 1 });
    const other = anImprovement({ id: 'other', endpoint: 'GET /other' });
    const improvements = MemoryImprovements.of(broken, other);

    await failImprovement('broken', 'the disk was full', {
      improvements,
      services: new MemoryServices(),
      artifacts: noArtifacts,
      now,
    });

    expect(await improvements.load('broken')).toMatchObject({
      status: 'failed',
      reason: 'the disk was full',
    });
    const findings = [broken.finding, { ...other.finding, endpoint: 'GET /other' }];
    const { next } = await proposeImprovements(
      { service: 'shop', findings, mostEpisodes: 3 },
      { improvements, now },
    );
    expect(next?.id).toBe('other');
  },
);
