import { confidenceShareAbove } from '../../numbers/binomial-test.ts';
import { countAbove, relativeError } from '../sketch/sketch.ts';
import { summarize, type Window } from '../windows/window.ts';
import { sureEnough } from './finding.ts';
import { evidenceOf, type FindingDraft, sinceWhen } from './finding-draft.ts';

/** A p95 is over a target where more requests than this are. */
const share = 0.05;

/**
 * Whether the p95 is over its target, by the requests that certainly are: what lies within the error of the sketch is
 * not counted, and few requests over it may be chance.
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
      summary: `${endpoint} has a p95 of ${p95.toFixed(1)} ms over ${count} requests, ${(p95 / target).toFixed(1)} times its target of ${target} ms.`,
    },
  ];
}
