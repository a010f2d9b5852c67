import { findSlowdown, type Slowdown, watchedWindows } from '../performance/comparison/find-slowdown.ts';
import { longestWindows } from '../performance/windows/longest-windows.ts';
import { summarize, type Window } from '../performance/windows/window.ts';
import type { WindowPart } from '../performance/windows/window-part.ts';
import { hour, minute } from '../time.ts';
import { logEvidenceOfMoreErrors } from './e-process.ts';

/** How long a promoted version is compared with the one before it. */
export const watchedAfterPromotion = 24 * hour;
/** The rollout itself has compared the first requests; a rule on windows needs some of them. */
export const quietAfterPromotion = 30 * minute;
/** How far back both sides are read. */
export const comparedBefore = 3 * hour;

/** A service's measurements, each from the time that its name says; all times in milliseconds since 1970. */
export interface AfterPromotion {
  /** Of the version before, from the three hours before its rollout began. */
  readonly before: readonly WindowPart[];
  /** Of the version before, from the same hours of the day before as `after`. */
  readonly dayBefore: readonly WindowPart[];
  /** Of the promoted version, from its last hour. */
  readonly after: readonly WindowPart[];
}

/** A smaller ratio of the p95 is left to the findings. */
const leastSlowdown = 1.25;
/** The error rate may be twice as high at another hour. */
const toleratedErrors = 2;
/** For the 24 hours together: each of them is a test of its own. */
const alpha = 0.01;
const hours = watchedAfterPromotion / hour;

/**
 * What has become worse since a version was promoted, in one sentence with the numbers; null if nothing has.
 *
 * Durations are compared by the change rule of the analysis (`findSlowdown`), with the hours before the rollout and with the same
 * hours of the day before: what is slow every night is no regression. Where the day before was not measured, durations are
 * not compared: of services whose durations follow the time of day by 15 %, half would be rolled back. Errors are
 * compared by their evidence, and must have lasted for half of the hour: what fails for minutes may be a dependency.
 */
export function regressionAfterPromotion({ before, dayBefore, after }: AfterPromotion): string | null {
  const sides = { before: windowsOf(before), dayBefore: windowsOf(dayBefore), after: windowsOf(after) };
  const endpoints = [...new Set(sides.after.map(({ endpoint }) => endpoint))].toSorted();
  for (const endpoint of endpoints) {
    const of = (windows: readonly Window[]) => windows.filter((window) => window.endpoint === endpoint);
    const own = { before: of(sides.before), dayBefore: of(sides.dayBefore), after: of(sides.after) };
    const reason = moreErrors(own) ?? slower(own);
    if (reason !== null) return `${endpoint}: ${reason}`;
  }
  return null;
}

type Sides = Readonly<Record<'before' | 'dayBefore' | 'after', readonly Window[]>>;

function slower({ before, dayBefore, after }: Sides): string | null {
  const watch = after.slice(-watchedWindows);
  const [change, sinceYesterday] = [findSlowdown(before, watch), findSlowdown(dayBefore, watch)];
  if (!change || !sinceYesterday || !isLarge(change) || !isLarge(sinceYesterday)) return null;
  const which = change.isTail ? 'the slowest requests' : 'requests';
  return `${which} are slower than with the version before, p95 ${change.p95.toFixed(1)} ms instead of ${change.p95Before.toFixed(1)} ms`;
}

const isLarge = ({ p95, p95Before }: Slowdown): boolean => p95 >= leastSlowdown * p95Before;

function moreErrors({ before, after }: Sides): string | null {
  const [old, now] = [summarize(before), summarize(after)];
  if (old.count === 0 || now.count === 0) return null;
  const share = now.count / (now.count + old.count);
  const counts = [{ share, canary: now.errors, baseline: old.errors }];
  if (logEvidenceOfMoreErrors(counts, toleratedErrors) < Math.log(hours / alpha)) return null;
  const bad = after.filter(({ errorRate }) => errorRate > toleratedErrors * old.errorRate);
  if (bad.length < watchedWindows / 2) return null;
  return `${now.errors} of ${now.count} requests failed in the last hour, and ${old.errors} of ${old.count} with the version before`;
}

/** Of all versions together. */
const windowsOf = (parts: readonly WindowPart[]): readonly Window[] =>
  longestWindows(parts.map((part) => ({ ...part, version: '' })));
