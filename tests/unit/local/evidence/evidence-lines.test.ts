import { expect, test } from 'vitest';
import { reviewOf } from '#core/proof/review.ts';
import { evidenceLines } from '#local/evidence/evidence-lines.ts';
import { aCandidate, anImprovement } from '../../../support/improvement.ts';
import { aReport } from '../../../support/report.ts';

const difference = {
  name: 'src/prices.ts#prices',
  origin: 'unusual',
  call: 'prices(null)',
  difference: 'the result is [] on the base, null on the candidate',
} as const;
const calls = aReport().calls;
const report = aReport({
  calls: calls && {
    ...calls,
    differences: [difference],
    growth: [{ name: 'src/prices.ts#prices', factor: 64, base: 12.5, candidate: 0.51 }],
  },
  risks: [{ kind: 'memory', what: 'known', path: 'src/prices.ts', line: 3 }],
});
const parts = { gates: 1, gain: 1, captured: 0.706, agreement: 0 } as never;
const tested = anImprovement({
  id: 'shop-1',
  status: 'awaiting-approval',
  candidate: aCandidate(),
  report,
  confidence: { value: 0.7129, parts },
});

test('what production gained is shown beside the benchmark, or that it is unknown', () => {
  const time = { from: 0, to: 1, requests: 300, p50: 1, p95: 80 };
  const production = {
    before: time,
    after: { ...time, p95: 20 },
    p50: null,
    p95: { ratio: 4, low: 3.5, high: 4.5 },
  };
  const lines = evidenceLines({ ...tested, production });
  expect(lines).toContain(
    'production: 300 requests before, 300 after; p50 1.0 ms before, 1.0 ms after; p95 80.0 ms before, 20.0 ms after',
  );
  expect(lines).toContain('  p50: too few requests to tell');
  expect(lines).toContain('  p95: 4.00x faster (95 % CI 3.50 to 4.50)');
  expect(evidenceLines(tested)).toContain(
    'production: not measured, which is done three hours after a promotion',
  );
});

test('every number of the evidence is shown', () => {
  const lines = evidenceLines({ ...tested, review: reviewOf(report) }).join('\n');
  for (const shown of [
    'shop-1: Look prices up in an index (find-to-index)',
    'passed: every gate passed; 30.0 s, isolated by bubblewrap',
    'equivalence  passed  1.0  equivalence passed',
    'tests: 20 ran, 4 of 4 changed lines run by them',
    '  newly failing: none',
    'responses: 30 compared, of 12 requests to 3 endpoints, 2 of 2 recorded shapes; 0 requests unstable, 0 left out',
    '  src/prices.ts#prices: 12 captured, 300 made up, 312 compared; 0 unstable, 0.0 % of the captured ones lost',
    '    unusual: the result is [] on the base, null on the candidate. Call: prices(null)',
    '  src/prices.ts#prices, lists 64 times as long: 12.50 ms before, 0.51 ms after',
    '  collaborators called at the same time, at most: 0 before, 0 after',
    'noise: 1.00x (95 % CI 0.98 to 1.02, 20 pairs)',
    'benchmark: 3.99x (95 % CI 3.80 to 4.18, 20 pairs), 10 distinct requests',
    '  p50 180.0 ms before, 47.4 ms after; p95 240.0 ms before, 63.2 ms after',
    '  known (memory, src/prices.ts:3)',
    'confidence: 0.7129',
    '  captured 0.706',
    'approvals needed: 1:\n  known (memory, src/prices.ts:3)\n  differs on unusual input: prices(null)',
  ])
    expect(lines).toContain(shown);
});

test('it says where the improvement stands, and how its other attempts ended', () => {
  const outcome = 'not chosen: 2.10x faster, less than 4.00x';
  const attempt = { source: 'model', author: 'gpt-5', path: '', function: '', hash: null, outcome } as const;
  const spending = { answers: 2, tokens: 900, dollars: 0, unknown: { tokens: 0, dollars: 2 } };
  const told = {
    status: 'rolled-back',
    reason: '14 of 53 requests failed',
    spending,
    earlier: [attempt],
  } as const;
  const lines = ['cost of writing: 2 answers, tokens: 900, dollars: unknown', 'other attempts:'];
  const attempts = [...lines, `  model gpt-5: ${outcome}`];
  expect(evidenceLines({ ...tested, ...told }).slice(1, 5)).toEqual([
    'rolled-back: 14 of 53 requests failed',
    ...attempts,
  ]);
  expect(evidenceLines({ ...tested, ...told, report: null }).slice(2)).toEqual(attempts);
});

test('what was not compared is said, not left out', () => {
  const none = aReport({
    tests: null,
    coverage: null,
    equivalence: null,
    calls: null,
    noise: null,
    benchmark: null,
  });
  const lines = evidenceLines({ ...tested, report: none, confidence: null });
  expect(lines).toEqual(
    expect.arrayContaining([
      'tests: none were compared',
      'responses: none were compared',
      'calls: the changed functions were not compared',
      'noise: not measured',
      'benchmark: not run',
      'confidence: unknown',
    ]),
  );
});

test('an improvement without a tested candidate says where it stands', () => {
  const { id, status, reason } = anImprovement({ status: 'opportunity' });
  expect(evidenceLines(anImprovement({ status: 'opportunity' }))).toEqual([
    `${id} is ${status}: ${reason}`,
    'No candidate of it was tested yet.',
  ]);
});

test('no text of the service steers the terminal', () => {
  const reason = 'a test printed \u001b[2J\u202e';
  const lines = evidenceLines({ ...tested, report: aReport({ reason }) }).join('\n');
  expect(lines).toContain('a test printed �[2J�');
  expect(lines.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
});
