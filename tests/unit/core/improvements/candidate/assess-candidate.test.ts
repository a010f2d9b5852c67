import { expect, it } from 'vitest';
import { assessCandidate } from '#core/improvements/candidate/assess-candidate.ts';
import { stillOpen } from '#core/improvements/candidate/read-reports.ts';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { minute } from '#core/time.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aReport, benchmarkOf, gatesFailingAt } from '../../../../support/report.ts';
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

it('records which gate decided about the candidate, and when', async () => {
  const at = anImprovement().updatedAt + minute;
  const gates = gatesFailingAt('calls');
  for (const attempt of [1, 3]) {
    const { record } = await assess({ outcome: 'failed', gates }, 1, { attempt });
    expect(record.earlier).toMatchObject([{ ended: { decision: 'rejected', by: 'calls', at } }]);
  }
});

it('records no decision about a candidate that could not be judged', async () => {
  const { record } = await assess(noise, 31, { attempt: 3 });
  expect(record.earlier).toHaveLength(1);
  expect(record.earlier[0]).not.toHaveProperty('ended');
});

it('counts no attempt that is excused', async () => {
  const { step } = await assess({ outcome: 'failed' }, 1, { attempt: 7, excused: 5 });
  expect(step.decision).toBe('next');
});

const rival = aCandidate({ hash: 'd'.repeat(64), title: 'Ask once' });

/** Assesses a candidate and a rival. */
async function assessBoth(
  first: Partial<VerificationReport>,
  second: Partial<VerificationReport>,
  fields: Partial<Improvement> = {},
) {
  const candidate = aCandidate();
  const improvement = anImprovement({
    status: 'testing',
    attempt: 1,
    runs: 1,
    candidate,
    rivals: [rival],
    ...fields,
  });
  const improvements = MemoryImprovements.of({ ...improvement, testingSince: improvement.updatedAt });
  const services = new MemoryServices();
  await services.save(aService());
  const artifacts = memoryArtifacts();
  const out = 'jobs/verify/shop-get-prices-1/1-1/out';
  await artifacts.write(`${out}/report.json`, JSON.stringify(aReport(first)));
  const ofRival = aReport({ candidateHash: rival.hash, ...second });
  await artifacts.write(`${out}/rival-1/report.json`, JSON.stringify(ofRival));
  const needs = { improvements, services, artifacts, now: () => improvement.updatedAt + minute };
  const step = await assessCandidate(improvement.id, needs);
  return { step, record: await improvements.load(improvement.id), artifacts };
}

it('goes on with the rival whose certain gain is larger, and keeps the other on record with its gain', async () => {
  const { record } = await assessBoth({ benchmark: benchmarkOf(2) }, { benchmark: benchmarkOf(5) });
  expect(record).toMatchObject({
    candidate: { hash: rival.hash },
    rivals: [],
    report: { candidateHash: rival.hash },
    earlier: [
      {
        hash: aCandidate().hash,
        ended: { decision: 'not-chosen', by: null },
        outcome: 'proven, but not chosen: at least 2.00x faster, where "Ask once" is at least 5.00x',
      },
    ],
  });
});

it('goes on with a candidate that was proven, without waiting for a rival that could not be judged', async () => {
  const { record } = await assessBoth({}, noise);
  expect(record.candidate?.hash).toBe(aCandidate().hash);
  expect(record.earlier).toMatchObject([
    { outcome: 'not judged: the machine is too noisy', ended: { decision: 'not-chosen' } },
  ]);
});

it('tries the next attempt once the candidate and its rival are rejected, and says why of each', async () => {
  const { step, record } = await assessBoth(
    { outcome: 'failed', reason: 'answers differ' },
    { outcome: 'failed', reason: 'no gain' },
  );
  expect(step.decision).toBe('next');
  expect(record).toMatchObject({
    attempt: 2,
    candidate: null,
    rivals: [],
    reason: 'answers differ; no gain',
  });
  expect(record.earlier.map(({ hash }) => hash)).toEqual([aCandidate().hash, rival.hash]);
});

it('gives what failed no second chance when a rival has to be tested again', async () => {
  const { step, record, artifacts } = await assessBoth(
    { outcome: 'failed', reason: 'answers differ' },
    noise,
  );
  expect(step.decision).toBe('again');
  expect(await stillOpen(record, artifacts, 1)).toMatchObject({
    candidate: { hash: rival.hash },
    rivals: [],
    earlier: [{ hash: aCandidate().hash, outcome: 'rejected in the sandbox: answers differ' }],
  });
});

it('leaves a run in which all failed as it is, where it is continued before it was assessed', async () => {
  const failed = { outcome: 'failed', reason: 'answers differ' } as const;
  const { record, artifacts } = await assessBoth(failed, failed);
  const testing = {
    ...record,
    status: 'testing',
    attempt: 1,
    runs: 1,
    candidate: aCandidate(),
    rivals: [rival],
  } as const;
  expect(await stillOpen(testing, artifacts, 1)).toBe(testing);
});
