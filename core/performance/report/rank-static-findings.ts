import { hour } from '../../time.ts';
import type { Finding } from '../findings/finding.ts';
import type { StaticFinding } from '../findings/static-finding.ts';
import type { HotFunction } from '../windows/metrics-batch.ts';
import type { Window } from '../windows/window.ts';

/** What profiles of slow endpoints say of the function around a static finding. */
export interface MeasuredCost {
  /** Milliseconds of all requests in an hour that pass in the function, and in what it calls: the place costs at most so much. */
  readonly millisecondsPerHour: number;
  /** Share of each endpoint's time, in [0, 1]. */
  readonly endpoints: readonly { readonly endpoint: string; readonly share: number }[];
}

export interface RankedStaticFinding extends StaticFinding {
  /** `null`: not measured. The function may be quick, or no profile reaches it. */
  readonly measured: MeasuredCost | null;
}

/** The measurements that the findings were found in. Times in milliseconds since 1970. */
export interface Measurements {
  readonly findings: readonly Finding[];
  readonly windows: readonly Pick<Window, 'endpoint' | 'sum'>[];
  readonly from: number;
  readonly now: number;
}

/** The largest measured cost first; then those that were not measured, what a rule can fix before what none can. */
export function rankStaticFindings(
  found: readonly StaticFinding[],
  measurements: Measurements,
): readonly RankedStaticFinding[] {
  return found
    .map((finding) => ({ ...finding, measured: costOf(finding, measurements) }))
    .toSorted((a, b) => costPerHour(b) - costPerHour(a) || Number(canFix(b)) - Number(canFix(a)));
}

const costPerHour = ({ measured }: RankedStaticFinding): number => measured?.millisecondsPerHour ?? -1;
const canFix = ({ whyNoFix }: StaticFinding): boolean => whyNoFix === null;

function costOf(place: StaticFinding, { findings, windows, from, now }: Measurements): MeasuredCost | null {
  const shares = new Map<string, number>();
  for (const { endpoint, hottest } of findings) {
    const totals = hottest.filter((hot) => isAround(hot, place)).map(({ total }) => total);
    if (endpoint !== null && totals.length > 0) shares.set(endpoint, Math.max(...totals));
  }
  if (shares.size === 0) return null;
  const spent = windows.reduce((sum, window) => sum + window.sum * (shares.get(window.endpoint) ?? 0), 0);
  return {
    millisecondsPerHour: (spent * hour) / Math.max(now - from, 1),
    endpoints: [...shares].map(([endpoint, share]) => ({ endpoint, share })),
  };
}

/** By its name, because lines move between versions; a function without one by its line. */
function isAround({ file, name, line }: HotFunction, { path, function: around }: StaticFinding): boolean {
  if (around === null || file !== path) return false;
  if (name !== '(anonymous)') return name.split('.').at(-1) === around.name;
  return around.from <= line && line <= around.to;
}
