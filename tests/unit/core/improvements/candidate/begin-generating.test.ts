import { expect, it } from 'vitest';
import { beginGenerating } from '#core/improvements/candidate/begin-generating.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aService } from '../../../../support/service.ts';

async function begin(fields: Partial<Improvement>): Promise<Improvement> {
  const improvement = anImprovement(fields);
  const improvements = MemoryImprovements.of(improvement);
  const services = new MemoryServices();
  await services.save(aService());
  const artifacts = {
    read: async () => '',
    write: async () => undefined,
    copy: async () => undefined,
    exists: async () => false,
  };
  await beginGenerating(improvement.id, { improvements, services, artifacts, now: () => 1 });
  return improvements.load(improvement.id);
}

it('excuses the attempt whose branch has moved', async () => {
  const improvement = await begin({ status: 'deploying', attempt: 3, moves: 1, excused: 1 });
  expect(improvement).toMatchObject({ attempt: 4, moves: 2, excused: 2 });
});

it('counts attempts and moves again after a failure', async () => {
  const improvement = await begin({ status: 'failed', attempt: 6, moves: 5, excused: 5 });
  expect(improvement).toMatchObject({ attempt: 7, moves: 0, excused: 6 });
});

it('counts nothing new when it is continued', async () => {
  const improvement = await begin({ status: 'generating', attempt: 2, moves: 1, excused: 1 });
  expect(improvement).toMatchObject({ attempt: 2, moves: 1, excused: 1 });
});
