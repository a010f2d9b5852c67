import { logEvidenceOfMoreErrors, logEvidenceOfRatioAbove } from './e-process.ts';
import { countsOf, toleratedErrors, toleratedExceedances } from './evidence-of-regression.ts';
import { addCounts, noRequests, type RequestCounts, type StepEvidence } from './step-evidence.ts';

/** One metric of one endpoint on both versions. */
interface Contribution {
  readonly endpoint: string;
  readonly logEvidence: number;
  /** "failed", "were slower than the baseline's p99 plus tolerance". */
  readonly predicate: string;
  readonly events: (counts: RequestCounts) => number;
}

/**
 * The endpoint and metric that contribute most to the evidence, with the numbers of both versions: "GET /prices: 60 of 300
 * requests failed on the canary (20.0 %), 3 of 300 on the baseline (1.0 %)".
 */
export function describeRegression(steps: readonly StepEvidence[]): string {
  const names = [...new Set(steps.flatMap(({ endpoints }) => endpoints.map(({ endpoint }) => endpoint)))];
  const strongest = names
    .flatMap((endpoint) => contributionsOf(endpoint, steps))
    .toSorted((a, b) => b.logEvidence - a.logEvidence)[0];
  if (!strongest) return 'no endpoint was served by both versions';
  const { endpoint, events, predicate } = strongest;
  const [canary, baseline] = [totalOf(steps, endpoint, 'canary'), totalOf(steps, endpoint, 'baseline')];
  return (
    `${endpoint}: ${share(events(canary), canary.requests, `requests ${predicate} on the canary`)}, ` +
    share(events(baseline), baseline.requests, 'on the baseline')
  );
}

function contributionsOf(endpoint: string, steps: readonly StepEvidence[]): readonly Contribution[] {
  const counted = (events: Contribution['events']) => countsOf(steps, (name) => name === endpoint, events);
  const errors = (counts: RequestCounts): number => counts.errors;
  const slower = (['p50', 'p90', 'p99'] as const).map((quantile, i): Contribution => {
    const events = (counts: RequestCounts): number => counts.slower[i] ?? 0;
    return {
      endpoint,
      logEvidence: logEvidenceOfRatioAbove(counted(events), toleratedExceedances),
      predicate: `were slower than the baseline's ${quantile} plus tolerance`,
      events,
    };
  });
  const failed: Contribution = {
    endpoint,
    logEvidence: logEvidenceOfMoreErrors(counted(errors), toleratedErrors),
    predicate: 'failed',
    events: errors,
  };
  return [failed, ...slower];
}

function totalOf(
  steps: readonly StepEvidence[],
  endpoint: string,
  side: 'canary' | 'baseline',
): RequestCounts {
  return steps
    .flatMap(({ endpoints }) => endpoints.filter((evidence) => evidence.endpoint === endpoint))
    .reduce((sum, evidence) => addCounts(sum, evidence[side]), noRequests);
}

/** "60 of 300 requests failed at 100 % (20.0 %)". */
export function share(part: number, whole: number, what: string): string {
  const percent = whole > 0 ? ` (${((100 * part) / whole).toFixed(1)} %)` : '';
  return `${part} of ${whole} ${what}${percent}`;
}

/** Odds as people read them: "14:1"; "more than 1,000,000:1". */
export function odds(logEvidence: number): string {
  const ratio = Math.exp(logEvidence);
  return ratio > 1_000_000 ? 'more than 1,000,000:1' : `${Math.floor(ratio).toLocaleString('en-US')}:1`;
}
