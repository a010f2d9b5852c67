import { minute } from '../../time.ts';
import type { Window } from './window.ts';

/** The length of the latest traffic that decides. */
const latest = 15 * minute;

/**
 * The version that served most of the last 15 minutes of traffic; `null` without traffic. Measurements of earlier
 * versions say nothing about the code that runs now, and a canary is not the service yet.
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
