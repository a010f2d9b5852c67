import type { Window } from '../windows/window.ts';
import type { Finding, FindingEvidence } from './finding.ts';

/** The result of one rule, before the endpoint's numbers are added. */
export type FindingDraft = Pick<
  Finding,
  'kind' | 'endpoint' | 'since' | 'confidence' | 'measured' | 'limit' | 'evidence' | 'summary'
>;

const mostEvidence = 12;

/** One value of each of the latest windows, oldest first. */
export function evidenceOf<Each extends Pick<Window, 'start'>>(
  windows: readonly Each[],
  value: (window: Each) => number,
): readonly FindingEvidence[] {
  return windows.slice(-mostEvidence).map((window) => ({ at: window.start, value: value(window) }));
}

/**
 * The start of the uninterrupted run of windows that show the finding. A single window that does not show it is
 * ignored.
 * @param windows oldest first.
 */
export function sinceWhen<Each extends Pick<Window, 'start'>>(
  windows: readonly Each[],
  shows: (window: Each) => boolean,
): number {
  let since = windows.at(-1)?.start ?? 0;
  let misses = 0;
  for (const window of windows.toReversed()) {
    misses = shows(window) ? 0 : misses + 1;
    if (misses > 1) break;
    if (misses === 0) since = window.start;
  }
  return since;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
