import { confidenceShareAbove } from '../../numbers/binomial-test.ts';
import { countAbove, relativeError } from '../sketch/sketch.ts';
import { summarize, type Window } from '../windows/window.ts';
import { sureEnough } from './finding.ts';
import { evidenceOf, type FindingDraft, sinceWhen } from './finding-draft.ts';

/** The p95 is over a target if more than this share of the requests is. */
const share = 0.05;

/**
 * Finds an endpoint whose p95 is certainly over its target: requests within the error of the sketch are not counted,
 * and a few requests may be chance.
 * @param windows of one endpoint and version, oldest first.
 * @param target in milliseconds.
 */
export function findSlowEndpoint(
  endpoint: string,
  windows: readonly Window[],
  target: number,
): readonly FindingDraft[] {
  const { p95, count, sketch } = summarize(windows);
  const slow = ({ sketch: item }: Pick<Window, 'sketch'>) => countAbove(item, target * (1 + relativeError));
  const confidence = confidenceShareAbove(slow({ sketch }), count, share);
  if (confidence < sureEnough || p95 <= target) return [];
  return [
    {
      kind: 'slow-endpoint',
      endpoint,
      since: sinceWhen(windows, (window) => slow(window) > share * window.count),
      confidence,
      measured: p95,
      limit: target,
      evidence: evidenceOf(windows, (window) => window.p95),
      summary: `${endpoint} has a p95 of ${p95.toFixed(1)} ms over ${count} requests, ${(p95 / target).toFixed(1)}x its target of ${target} ms.`,
    },
  ];
}
