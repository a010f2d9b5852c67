import type { Finding, FindingKind } from '#core/performance/findings/finding.ts';
import type { EndpointCost, EndpointCosts } from '#core/performance/report/endpoint-costs.ts';
import type { EndpointReport, PerformanceReport } from '#core/performance/report/performance-report.ts';
import { hour, minute } from '#core/time.ts';
import { type Column, tableLines } from '../table-lines.ts';

/** The performance report for people: health, findings with their evidence, unknowns, all endpoints. */
export function reportLines(report: PerformanceReport): readonly string[] {
  const { service, from, to, health, endpoints, findings, unknown } = report;
  const span = `${service}, last ${((to - from) / hour).toFixed(0)} h until ${stamp(to)}`;
  if (endpoints.length === 0)
    return [
      `${span}: nothing was measured.`,
      ...findings.flatMap((finding) => findingLines(finding, to)),
      ...unknown.map((sentence) => `? ${sentence}`),
    ];
  const lowest = health.parts[health.lowest];
  const held = lowest < 1 ? `, lowest part ${health.lowest} (${lowest.toFixed(2)} of 1)` : '';
  const few = health.lowConfidence ? '; there were few requests' : '';
  return [
    ...report.troubles.map((sentence) => `! ${sentence}`),
    `${span}: health ${health.score.toFixed(0)} of 100${held}${few}.`,
    '',
    ...(findings.length === 0 ? ['The measurements show no problem.'] : []),
    ...findings.flatMap((finding) => findingLines(finding, to)),
    ...unknown.map((sentence) => `? ${sentence}`),
    '',
    ...tableLines(columns, endpoints),
    ...(report.endpointCosts ? ['', ...costLines(report.endpointCosts)] : []),
  ];
}

function costLines({ endpoints, perMonth, prices }: EndpointCosts): readonly string[] {
  return [
    `It costs $${perMonth.toFixed(2)} a month at this traffic, by the prices of ${prices.lookedUp} in ${prices.region}:`,
    ...tableLines(costColumns, endpoints),
  ];
}

const costColumns: readonly Column<EndpointCost>[] = [
  { title: 'endpoint', cell: ({ endpoint }) => endpoint },
  { title: '$ a month', cell: ({ perMonth }) => perMonth.toFixed(2), isNumber: true },
  { title: '$ a million', cell: ({ perMillionRequests }) => short(perMillionRequests), isNumber: true },
  { title: 'share', cell: ({ share }) => `${(100 * share).toFixed(0)} %`, isNumber: true },
];

function findingLines(finding: Finding, now: number): readonly string[] {
  const { kind, summary, since, confidence, evidence, hottest, rootCause, waitsFor } = finding;
  return [
    `- ${summary}`,
    `  since ${stamp(since)} (${lengthOf(now - since)}), confidence ${Math.min(confidence, 0.999).toFixed(3).replace(/0$/, '')}`,
    ...(evidence.length > 1
      ? [
          `  evidence, ${evidenceUnits[kind]}, oldest first: ${evidence.map(({ value }) => short(value)).join(' ')}`,
        ]
      : []),
    ...(rootCause ? [`  root cause: ${rootCause.summary}`] : []),
    ...(waitsFor ? [`  ${waitsFor.summary}`] : []),
    ...hottest
      .slice(0, 3)
      .map(
        ({ name, file, line, total }) =>
          `  ${(100 * total).toFixed(0)} % of the time is spent in ${name} (${file}:${line})`,
      ),
  ];
}

/** What stands in a finding's evidence. */
const evidenceUnits: Readonly<Record<FindingKind, string>> = {
  'slow-endpoint': 'p95 in ms by window',
  'heavy-endpoint': "share of the service's time by window",
  'error-rate': 'share of failed requests by window',
  regression: 'p95 in ms by window',
  traffic: 'requests by window',
  dependency: 'what it measured by window',
  anomaly: 'what it measured by window',
  saturation: 'share of the memory by window',
  cost: 'dollars a month by window',
  'memory-growth': 'MB by window',
};

const columns: readonly Column<EndpointReport>[] = [
  { title: 'endpoint', cell: ({ endpoint }) => endpoint },
  { title: 'requests/h', cell: ({ requestsPerHour }) => short(requestsPerHour), isNumber: true },
  { title: 'failed', cell: ({ errorRate }) => `${short(100 * errorRate)} %`, isNumber: true },
  { title: 'p50 ms', cell: ({ p50 }) => short(p50), isNumber: true },
  { title: 'p95 ms', cell: ({ p95 }) => short(p95), isNumber: true },
  { title: 'p99 ms', cell: ({ p99 }) => short(p99), isNumber: true },
  { title: 'target', cell: ({ target }) => short(target), isNumber: true },
];

/** Three significant digits. */
function short(value: number): string {
  if (value === 0) return '0';
  const digits = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return String(Number(value.toFixed(digits)));
}

const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function lengthOf(milliseconds: number): string {
  const minutes = Math.max(0, Math.round(milliseconds / minute));
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(0)} h`;
}
