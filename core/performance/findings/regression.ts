import { findChange, watched } from '../comparison/find-change.ts';
import type { Window } from '../windows/window.ts';
import { evidenceOf, type FindingDraft } from './finding-draft.ts';

/** How often `findChange` is right that nothing changed, measured on windows of a service that nobody changed. */
const confidence = 0.97;
/** Less than this many times as long is no finding. */
const noticeable = 1.15;

export interface Compared {
  /** Of the version that serves now, oldest first. */
  readonly windows: readonly Window[];
  /** Of the versions before it, oldest first. */
  readonly replaced: readonly Window[];
  /** Of the same hours the day before, oldest first. */
  readonly dayBefore: readonly Window[];
}

/**
 * Whether requests take longer than they did: those of a version that replaced another than the other's; those of one
 * that serves for long than at the same hours of the day before.
 */
export function findRegression(endpoint: string, compared: Compared): readonly FindingDraft[] {
  const watch = compared.windows.slice(-watched);
  const begin = watch[0]?.start ?? 0;
  const replaced = compared.replaced.filter(({ start }) => start < begin);
  const isNew = replaced.length > 0;
  const change = findChange(isNew ? replaced : compared.dayBefore, watch);
  if (!change) return [];
  const { since, p95, p95Before, isTail } = change;
  // It was slower for a while, and is no more.
  if (p95 < noticeable * p95Before) return [];
  const when = isNew ? 'as with the version before' : 'as at the same hours the day before';
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
      summary: `${which} ${endpoint} take ${(p95 / p95Before).toFixed(1)} times as long ${when}: a p95 of ${p95.toFixed(1)} ms instead of ${p95Before.toFixed(1)} ms.`,
    },
  ];
}
