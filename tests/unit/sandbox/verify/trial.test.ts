import { describe, expect, it } from 'vitest';
import { VerifyJob } from '#core/improvements/jobs.ts';
import { readResults } from '#sandbox/verify/calls/read-results.ts';
import type { SharedSession } from '#sandbox/verify/session.ts';
import { beginTrial, openTrial, reportOf, type Trial } from '#sandbox/verify/trial.ts';
import { makeVerifyJob } from '../support/kiosk.ts';

/** A trial of a job in which nothing can be run. */
function opened(): Trial {
  const job = VerifyJob.parse(makeVerifyJob().job);
  const shared = { job, sandbox: { wasDisturbed: () => false }, log: () => undefined };
  const trees = { base: '/nowhere', candidate: '/nowhere' };
  const contender = { name: 'rival-1', hash: job.candidateHash, patch: '', trees };
  return openTrial(shared as unknown as SharedSession, contender);
}

describe('a trial that breaks', () => {
  it('has no verdict, and stops nothing else', async () => {
    const trial = opened();
    trial.sequence.try = () => Promise.reject(new Error('no memory'));
    expect(reportOf(await beginTrial(trial))).toMatchObject({
      outcome: 'void',
      reason: 'It could not be tested: no memory',
    });
  });

  it('has a report without evidence where that is none', () => {
    const trial = opened();
    const calls = { peak: { base: 0, candidate: 0.5 } } as unknown as Trial['evidence']['calls'];
    const report = reportOf({ ...trial, evidence: { ...trial.evidence, calls } });
    expect(report).toMatchObject({ outcome: 'void', calls: null });
    expect(report.reason).toContain('Its report could not be written: ');
  });
});

it('takes no half call for a result', () => {
  const line = { outcome: { how: 'threw' }, after: [], asked: [], madeUp: [], again: null, milliseconds: 1 };
  const countWith = (peak: number) => readResults(JSON.stringify({ ...line, peak })).length;
  expect([countWith(1), countWith(0.5)]).toEqual([1, 0]);
});
