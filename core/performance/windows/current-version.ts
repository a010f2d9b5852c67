import { minute } from '../../time.ts';
import type { Window } from './window.ts';

/** How much of the latest traffic decides. */
const latest = 15 * minute;

/**
 * The version that served most of the last quarter of an hour of traffic; `null` without any. What earlier versions
 * did says nothing of the code that runs now, and a canary is not the service yet.
 */
export function currentVersion(windows: readonly Pick<Window, 'to' | 'version' | 'count'>[]): string | null {
  const end = windows.reduce((last, { to }) => Math.max(last, to), -Infinity);
  const counts = new Map<string, number>();
  for (const { to, version, count } of windows) {
    if (to > end - latest) counts.set(version, (counts.get(version) ?? 0) + count);
  }
  const [most] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return most?.[0] ?? null;
}
