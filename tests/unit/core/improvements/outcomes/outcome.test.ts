import { expect, it } from 'vitest';
import type { AttemptEnd } from '#core/improvements/candidate/candidate.ts';
import { outcomesOf } from '#core/improvements/outcomes/outcome.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { aReport } from '../../../../support/report.ts';

const { createdAt } = anImprovement();
const attempt = (ended?: AttemptEnd) => {
  const { source, author, path, function: name, hash } = aCandidate({ author: 'first' });
  return { source, author, path, function: name, hash, outcome: 'why', ...(ended && { ended }) };
};
const rejected = { decision: 'rejected', by: 'calls', at: createdAt + 1 } as const;

it('are those of its attempts, and the promotion with its gains', () => {
  const p95 = { ratio: 3, low: 2, high: 4 };
  const time = { from: 0, to: 1, requests: 300, p50: 1, p95: 2 };
  const improvement = anImprovement({
    status: 'applied',
    candidate: aCandidate(),
    earlier: [attempt(rejected)],
    report: aReport(),
    production: { before: time, after: time, p50: p95, p95 },
  });
  expect(outcomesOf(improvement)).toMatchObject([
    { author: 'first', decision: 'rejected', by: 'calls', finding: 'slow-endpoint', promised: null },
    { author: 'find-to-index', decision: 'promoted', promised: { low: 3.8 }, measured: p95 },
  ]);
});

it('leave out attempts of earlier episodes, which have their own record, and those of which nothing is known', () => {
  const before = { ...rejected, at: createdAt - 1 };
  expect(outcomesOf(anImprovement({ earlier: [attempt(before), attempt()] }))).toEqual([]);
});

it.each(['tested', 'watching', 'rejected', 'rolling-back', 'failed'] as const)(
  'have no promotion while it is %s',
  (status) => {
    expect(outcomesOf(anImprovement({ status, candidate: aCandidate() }))).toEqual([]);
  },
);
