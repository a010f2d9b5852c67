import { confidenceShareAbove } from '../../numbers/binomial-test.ts';
import { hour, minute } from '../../time.ts';
import { summarize, type Window } from '../windows/window.ts';
import { sureEnough } from './finding.ts';
import { evidenceOf, type FindingDraft, percent, sinceWhen } from './finding-draft.ts';

/**
 * Two windows that both burn the error budget this many times too fast: the long one shows that it matters, the short
 * one that it continues. B. Beyer et al., "The Site Reliability Workbook", chapter 5.
 */
const alerts = [
  { long: hour, short: 5 * minute, burn: 14.4 },
  { long: 6 * hour, short: 30 * minute, burn: 6 },
  { long: 72 * hour, short: 6 * hour, burn: 1 },
];
const month = 30 * 24;

/**
 * Finds an endpoint that burns its error budget too fast.
 * @param windows of one endpoint and version, oldest first; a shorter history is used as it is.
 * @param availability share of the requests that should succeed.
 * @param now milliseconds since 1970.
 */
export function findErrorRate(
  endpoint: string,
  windows: readonly Window[],
  availability: number,
  now: number,
): readonly FindingDraft[] {
  const budget = 1 - availability;
  for (const { long, short, burn } of alerts) {
    const limit = Math.min(burn * budget, 0.99);
    const last = summarize(windows.filter(({ to }) => to > now - long));
    const latest = summarize(windows.filter(({ to }) => to > now - short));
    const confidence = confidenceShareAbove(last.errors, last.count, limit);
    if (confidence < sureEnough || latest.errorRate <= limit) continue;
    const { errors, count, errorRate } = last;
    const rate = errorRate / budget;
    return [
      {
        kind: 'error-rate',
        endpoint,
        since: sinceWhen(windows, (window) => window.errorRate > limit),
        confidence,
        measured: errorRate,
        limit,
        evidence: evidenceOf(windows, (window) => window.errorRate),
        summary: `${endpoint} failed ${errors} of ${count} requests, ${percent(errorRate)}: ${rate.toFixed(1)} times what ${percent(availability)} availability allows. At this rate the monthly error budget lasts ${(month / rate).toFixed(0)} h.`,
      },
    ];
  }
  return [];
}
