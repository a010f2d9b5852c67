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
  const spent = new Map<string, number>();
  for (const { endpoint, sum } of measurements.windows) spent.set(endpoint, (spent.get(endpoint) ?? 0) + sum);
  const byFile = hotByFile(measurements.findings);
  return found
    .map((finding) => ({ ...finding, measured: costOf(finding, byFile, spent, measurements) }))
    .toSorted((a, b) => costPerHour(b) - costPerHour(a) || Number(canFix(b)) - Number(canFix(a)));
}

const costPerHour = ({ measured }: RankedStaticFinding): number => measured?.millisecondsPerHour ?? -1;
const canFix = ({ whyNoFix }: StaticFinding): boolean => whyNoFix === null;

/** A hot function of an endpoint. */
interface HotAt extends HotFunction {
  readonly endpoint: string;
}

function hotByFile(findings: readonly Finding[]): ReadonlyMap<string, readonly HotAt[]> {
  const all = findings.flatMap(({ endpoint, hottest }) =>
    endpoint === null ? [] : hottest.map((hot) => ({ ...hot, endpoint })),
  );
  return Map.groupBy(all, ({ file }) => file);
}

function costOf(
  place: StaticFinding,
  byFile: ReadonlyMap<string, readonly HotAt[]>,
  spent: ReadonlyMap<string, number>,
  { from, now }: Measurements,
): MeasuredCost | null {
  const shares = new Map<string, number>();
  for (const hot of byFile.get(place.path) ?? [])
    if (isAround(hot, place)) shares.set(hot.endpoint, Math.max(shares.get(hot.endpoint) ?? 0, hot.total));
  if (shares.size === 0) return null;
  const passed = [...shares].reduce((sum, [endpoint, share]) => sum + share * (spent.get(endpoint) ?? 0), 0);
  return {
    millisecondsPerHour: (passed * hour) / Math.max(now - from, 1),
    endpoints: [...shares].map(([endpoint, share]) => ({ endpoint, share })),
  };
}

/** By its name, because lines move between versions; a function without one by its line. */
function isAround({ name, line }: HotFunction, { function: around }: StaticFinding): boolean {
  if (around === null) return false;
  if (name !== '(anonymous)') return name.split('.').at(-1) === around.name;
  return around.from <= line && line <= around.to;
}
