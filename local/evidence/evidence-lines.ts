import type { Improvement } from '#core/improvements/improvement.ts';
import { describeInterval } from '#core/improvements/speed-interval.ts';
import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { Review } from '#core/proof/review.ts';
import { describeRisk } from '#core/proof/risk.ts';
import { type Column, tableLines } from '../table-lines.ts';
import { attemptLines } from './attempt-lines.ts';

type Report = NonNullable<Improvement['report']>;

/** An improvement as the API gives it. */
export type EvidenceSource = Pick<
  Improvement,
  'id' | 'status' | 'reason' | 'candidate' | 'spending' | 'earlier' | 'report' | 'confidence' | 'production'
> & {
  /** Absent before the candidate was tested. */
  readonly review?: Review;
};

/**
 * Where an improvement stands, how its other attempts ended, and what was proven of the latest candidate, for people: each gate,
 * and every number of the evidence. Code and messages of the service stand in it, so characters that a terminal obeys or does not
 * show are replaced.
 */
export const evidenceLines = (improvement: EvidenceSource): readonly string[] =>
  linesOf(improvement).map((line) => line.replaceAll(/\p{C}/gu, '�'));

function linesOf(improvement: EvidenceSource): readonly string[] {
  const { id, status, reason, candidate, report, confidence, production, review } = improvement;
  const attempts = attemptLines(improvement);
  if (!report || !candidate)
    return [`${id} is ${status}: ${reason}`, 'No candidate of it was tested yet.', ...attempts];
  return [
    `${id}: ${candidate.title} (${candidate.author})`,
    `${status}: ${reason}`,
    ...attempts,
    '',
    `${report.outcome}: ${report.reason}; ${report.seconds.toFixed(1)} s, isolated by ${report.isolation}`,
    '',
    ...tableLines(gateColumns, report.gates),
    '',
    ...testLines(report),
    ...responseLines(report),
    ...(report.calls ? callLines(report.calls) : ['calls: the changed functions were not compared']),
    ...speedLines(report),
    ...productionLines(production),
    ...listed('risks', report.risks.map(describeRisk)),
    ...(confidence ? confidenceLines(confidence) : ['confidence: unknown']),
    ...(review ? listed(`approvals needed: ${review.approvals}`, review.reasons) : []),
  ];
}

const confidenceLines = ({ value, parts }: NonNullable<Improvement['confidence']>): readonly string[] => [
  `confidence: ${value.toFixed(4)}`,
  ...Object.entries(parts).map(([part, share]) => `  ${part} ${share.toFixed(3)}`),
];

const gateColumns: readonly Column<Report['gates'][number]>[] = [
  { title: 'gate', cell: ({ name }) => name },
  { title: 'result', cell: ({ result }) => result },
  { title: 's', cell: ({ seconds }) => seconds.toFixed(1), isNumber: true },
  { title: 'what it showed', cell: ({ detail }) => detail },
];

function testLines({ tests, coverage }: Report): readonly string[] {
  if (!tests) return ['tests: none were compared'];
  const { ran, failingBefore, newlyFailing, missing } = tests;
  const lines = coverage
    ? `${coverage.executed} of ${coverage.changed} changed lines run by them`
    : 'which changed lines they run is unknown';
  return [
    `tests: ${ran} ran, ${lines}`,
    ...listed('  failing before', failingBefore),
    ...listed('  newly failing', newlyFailing),
    ...listed('  missing', missing),
  ];
}

function responseLines({ equivalence }: Report): readonly string[] {
  if (!equivalence) return ['responses: none were compared'];
  const { compared, requests, endpoints, shapes, unstable, leftOut, differences } = equivalence;
  return [
    `responses: ${compared} compared, of ${requests} requests to ${endpoints} endpoints, ` +
      `${shapes.compared} of ${shapes.recorded} recorded shapes; ${unstable} requests unstable, ${leftOut} left out`,
    ...listed('  differences', differences),
  ];
}

function callLines({
  functions,
  differences,
  unseen,
  unexercised,
  growth,
  peak,
}: CallEvidence): readonly string[] {
  return [
    'calls:',
    ...functions.flatMap(({ name, captured, generated, compared, unstable, unknown, lost }) => [
      `  ${name}: ${captured} captured, ${generated} made up, ${compared} compared; ` +
        `${unstable} unstable, ${(100 * lost).toFixed(1)} % of the captured ones lost`,
      ...Object.entries(unknown).map(([why, count]) => `    ${count} not comparable: ${why}`),
    ]),
    ...listed(
      '  differences',
      differences.map(({ origin, call, difference }) => `${origin}: ${difference}. Call: ${call}`),
    ),
    ...listed('  not compared', unseen),
    ...listed(
      '  not run by any compared call',
      unexercised.map(({ path, line, code }) => `${path}:${line}: ${code}`),
    ),
    ...growth.map(
      ({ name, factor, base, candidate }) =>
        `  ${name}, lists ${factor} times as long: ${base.toFixed(2)} ms before, ${candidate.toFixed(2)} ms after`,
    ),
    `  collaborators called at the same time, at most: ${peak.base} before, ${peak.candidate} after`,
  ];
}

function speedLines({ noise, benchmark }: Report): readonly string[] {
  const equal = noise ? `noise: ${interval(noise)}` : 'noise: not measured';
  if (!benchmark) return [equal, 'benchmark: not run'];
  const { before, after, p95, requests, slower } = benchmark;
  return [
    equal,
    `benchmark: ${interval(benchmark)}, ${requests} distinct requests`,
    `  p50 ${before.p50.toFixed(1)} ms before, ${after.p50.toFixed(1)} ms after; ` +
      `p95 ${before.p95.toFixed(1)} ms before, ${after.p95.toFixed(1)} ms after`,
    `  p95: ${p95 ? interval(p95) : 'too few times to tell'}`,
    ...listed(
      '  slower',
      slower.map((one) => `${one.what}: ${interval(one)}, ${one.milliseconds.toFixed(1)} ms slower`),
    ),
  ];
}

function productionLines(production: EvidenceSource['production']): readonly string[] {
  if (!production) return ['production: not measured, which is done three hours after a promotion'];
  const { before, after, p50, p95 } = production;
  return [
    `production: ${before.requests} requests before, ${after.requests} after; ` +
      `p50 ${before.p50.toFixed(1)} ms before, ${after.p50.toFixed(1)} ms after; ` +
      `p95 ${before.p95.toFixed(1)} ms before, ${after.p95.toFixed(1)} ms after`,
    `  p50: ${p50 ? describeInterval(p50) : 'too few requests to tell'}`,
    `  p95: ${p95 ? describeInterval(p95) : 'too few requests to tell'}`,
  ];
}

interface Interval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

const interval = ({ ratio, low, high, pairs }: Interval): string =>
  `${ratio.toFixed(2)}x (95 % CI ${low.toFixed(2)} to ${high.toFixed(2)}, ${pairs} pairs)`;

function listed(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [`${title}: none`];
  const indent = ' '.repeat(title.length - title.trimStart().length + 2);
  return [`${title}:`, ...items.map((item) => indent + item)];
}
