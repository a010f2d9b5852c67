import { describeRisk } from '../../proof/risk.ts';
import type { Improvement } from '../improvement.ts';
import { describeInterval, type SpeedInterval } from '../speed-interval.ts';
import { asMarkdown } from './markdown.ts';

type Report = NonNullable<Improvement['report']>;

/** Why the change behaves as before, and how much faster it is: the gates, what was compared, the benchmark. */
export function proofSection({ report, confidence }: Improvement): readonly string[] {
  if (!report) return [];
  return [
    '## Why it behaves the same',
    '',
    '| gate | result | what it showed |',
    '| --- | --- | --- |',
    ...report.gates.map(({ name, result, detail }) => `| ${name} | ${result} | ${asMarkdown(detail)} |`),
    '',
    ...comparedCalls(report),
    ...comparedResponses(report),
    ...report.risks.map((risk) => `- A comparison cannot clear this: ${asMarkdown(describeRisk(risk))}`),
    ...(confidence ? [`- Confidence that it behaves the same: ${confidence.value.toFixed(4)}`] : []),
    '',
    ...benchmarkSection(report),
  ];
}

const comparedCalls = ({ calls }: Report): readonly string[] =>
  (calls?.functions ?? []).map(
    ({ name, compared, captured, generated }) =>
      `- ${asMarkdown(name)}: ${compared} calls gave the same, of ${captured} captured and ${generated} made up`,
  );

const comparedResponses = ({ equivalence }: Report): readonly string[] =>
  equivalence
    ? [
        `- ${equivalence.compared} responses were compared, to ${equivalence.requests} requests of ` +
          `${equivalence.endpoints} endpoints`,
      ]
    : [];

/** "1.00 times (95 % CI 0.98 to 1.02)": neither of two equal versions is the faster one. */
const asTimes = ({ ratio, low, high }: SpeedInterval): string =>
  `${ratio.toFixed(2)} times (95 % CI ${low.toFixed(2)} to ${high.toFixed(2)})`;

function benchmarkSection({ benchmark, noise }: Report): readonly string[] {
  if (!benchmark) return [];
  const { before, after, p95, requests } = benchmark;
  return [
    '## Benchmark',
    '',
    `In the sandbox, with ${requests} distinct recorded requests: ${describeInterval(benchmark)}.`,
    '',
    '| | before | after |',
    '| --- | ---: | ---: |',
    `| p50 | ${before.p50.toFixed(1)} ms | ${after.p50.toFixed(1)} ms |`,
    `| p95 | ${before.p95.toFixed(1)} ms | ${after.p95.toFixed(1)} ms |`,
    '',
    `By the p95: ${p95 ? describeInterval(p95) : 'too few times to tell'}. ` +
      `The code before against itself, in the same run: ${noise ? asTimes(noise) : 'not measured'}.`,
    '',
  ];
}
