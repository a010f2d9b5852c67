import { expect, it } from 'vitest';
import { assessCandidate } from '#core/improvements/candidate/assess-candidate.ts';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { minute } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aReport } from '../../../../support/report.ts';
import { aService } from '../../../../support/service.ts';

/** Assesses a candidate so many minutes after its first run began. */
async function assess(
  report: Partial<VerificationReport>,
  minutes: number,
  fields: Partial<Improvement> = {},
) {
  const improvement = anImprovement({
    status: 'testing',
    attempt: 1,
    runs: 4,
    candidate: aCandidate(),
    ...fields,
  });
  const improvements = MemoryImprovements.of({ ...improvement, testingSince: improvement.updatedAt });
  const services = new MemoryServices();
  await services.save(aService());
  const text = JSON.stringify(aReport(report));
  const step = await assessCandidate(improvement.id, {
    improvements,
    services,
    artifacts: {
      read: async () => text,
      write: async () => undefined,
      copy: async () => undefined,
      exists: async () => true,
    },
    now: () => improvement.updatedAt + minutes * minute,
  });
  return { step, record: await improvements.load(improvement.id) };
}

const noise = { outcome: 'void', reason: 'the machine is too noisy' } as const;

it.each([
  [0, 1],
  [4, 240],
  [29, 900],
])(
  'repeats a void run after %i minutes in %i seconds, at no cost to the candidate',
  async (minutes, seconds) => {
    const { step, record } = await assess(noise, minutes);
    expect(step).toEqual({ decision: 'again', seconds });
    expect(record).toMatchObject({ status: 'testing', attempt: 1, earlier: [] });
  },
);

it('tries another candidate if every run was void for half an hour', async () => {
  const { step, record } = await assess(noise, 31);
  expect(step.decision).toBe('next');
  expect(record).toMatchObject({ status: 'generating', attempt: 2, testingSince: null });
});

it('fails, and may start again, if the last candidate could not be judged', async () => {
  const { step, record } = await assess(noise, 31, { attempt: 3 });
  expect(step.decision).toBe('stop');
  expect(record).toMatchObject({ status: 'failed', reason: 'the machine is too noisy' });
});

it('rejects the last candidate that was judged', async () => {
  const { record } = await assess({ outcome: 'failed', reason: 'answers differ' }, 1, { attempt: 3 });
  expect(record).toMatchObject({ status: 'rejected', reason: 'answers differ' });
});

it('counts no attempt that is excused', async () => {
  const { step } = await assess({ outcome: 'failed' }, 1, { attempt: 7, excused: 5 });
  expect(step.decision).toBe('next');
});
