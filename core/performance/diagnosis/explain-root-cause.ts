import type { IncidentMetric, RootCauseCandidate } from './rank-root-causes.ts';

/** One sentence: the evidence against a suspect. */
export function explainRootCause(
  { name, passed, fromCallees, deviations }: RootCauseCandidate,
  metric: IncidentMetric,
): string {
  const what =
    metric === 'latency' ? `${rounded(passed)} extra seconds` : `${rounded(passed)} failed requests`;
  const callees = passed === 0 ? 0 : Math.round((100 * fromCallees) / passed);
  const from = callees === 0 ? 'none of it from what it calls' : `${callees} % of it from what it calls`;
  return `${name}: ${what} passed through it in a window, ${from}; it is ${rounded(deviations)} standard deviations from what it was.`;
}

const rounded = (value: number): string => String(Number(value.toPrecision(3)));
