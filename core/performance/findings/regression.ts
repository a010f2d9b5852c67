import { findSlowdown, watchedWindows } from '../comparison/find-slowdown.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft } from './finding-draft.ts';

/** The specificity of `findChange`, measured on windows of an unchanged service. */
const confidence = 0.97;
/** A smaller ratio is not a finding. */
const noticeable = 1.15;

export interface Compared {
  /** Of the serving version, oldest first. */
  readonly windows: readonly Window[];
  /** Of the versions before it, oldest first. */
  readonly replaced: readonly Window[];
  /** Of the same hours of the day before, oldest first. */
  readonly dayBefore: readonly Window[];
}

/**
 * Finds requests that became slower: for a new version compared with the one before it, otherwise compared with the
 * same hours of the day before.
 */
export function findRegression(endpoint: string, compared: Compared): readonly FindingDraft[] {
  const watch = compared.windows.slice(-watchedWindows);
  const begin = watch[0]?.start ?? 0;
  const replaced = compared.replaced.filter(({ start }) => start < begin);
  const isNew = replaced.length > 0;
  const change = findSlowdown(isNew ? replaced : compared.dayBefore, watch);
  if (!change) return [];
  const { since, p95, p95Before, isTail } = change;
  // It was slower for a while, but no longer is.
  if (p95 < noticeable * p95Before) return [];
  const when = isNew ? 'than with the version before' : 'than at the same hours of the day before';
  const which = isTail ? 'The slowest requests to' : 'Requests to';
  return [
    {
      kind: 'regression',
      endpoint,
      since,
      confidence,
      measured: p95,
      limit: p95Before,
      evidence: evidenceOf(watch, (window) => window.p95),
      summary: `${which} ${endpoint} are ${(p95 / p95Before).toFixed(1)}x slower ${when}: p95 ${p95.toFixed(1)} ms instead of ${p95Before.toFixed(1)} ms.`,
    },
  ];
}
