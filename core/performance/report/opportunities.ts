import { hoursPerMonth } from '../../costs/prices.ts';
import { isUnmatched } from '../../service/endpoint-name.ts';
import type { Manifest } from '../../service/manifest.ts';
import { hour, minute } from '../../time.ts';
import { type Finding, isAboutOwnCode } from '../findings/finding.ts';
import { isCatchAll } from '../windows/limit-endpoints.ts';
import type { Window } from '../windows/window.ts';
import { durationCost } from './endpoint-costs.ts';

/** A finding worth fixing, with a lower bound of the saving. */
export interface Opportunity {
  readonly finding: Finding & { readonly endpoint: string };
  readonly requestsPerHour: number;
  /** Share of all requests to the service, in [0, 1], that a wrong fix would affect. `null` without requests. */
  readonly shareAtRisk: number | null;
  /** Lower bound of the mean milliseconds per request beyond the target; beyond 0 for an endpoint without one. */
  readonly excess: number;
  /** Milliseconds per hour: requests per hour times excess. */
  readonly savedPerHour: number;
  /** Cost of this time in US dollars per month; `null` if the service does not declare its platform. */
  readonly dollarsPerMonth: number | null;
}

const shortestSpan = minute;

/**
 * The slow and the heavy endpoints, largest saving first. Error rates and growing memory are no opportunities, because no fix for
 * them keeps every response identical; nor is a slow endpoint whose root cause is another service, or that only waits for another
 * endpoint of its process; nor requests that matched no route, and endpoints that are measured together, because no code is known to
 * serve them.
 *
 * Three percentiles give a lower bound of the mean excess: half of the requests take at least p50, 5 % at least p95,
 * 1 % at least p99. With (x)+ = max(0, x) and target T, the mean excess is at least 0.45 (p50 - T)+ + 0.04 (p95 - T)+
 * + 0.01 (p99 - T)+.
 */
export function rankOpportunities(
  findings: readonly Finding[],
  { lambda }: Pick<Manifest, 'lambda'>,
  windows: readonly Pick<Window, 'endpoint' | 'count'>[] = [],
): readonly Opportunity[] {
  const counts = countByEndpoint(windows);
  return findings
    .flatMap((finding) => opportunityOf(finding, lambda, counts) ?? [])
    .sort((a, b) => b.savedPerHour - a.savedPerHour || (a.finding.endpoint < b.finding.endpoint ? -1 : 1));
}

function opportunityOf(
  finding: Finding,
  lambda: Manifest['lambda'],
  counts: RequestCounts,
): Opportunity | null {
  const { endpoint, service, rootCause } = finding;
  if (!isAboutOwnCode(finding) || endpoint === null || finding.waitsFor) return null;
  if (isUnmatched(endpoint) || isCatchAll(endpoint)) return null;
  if (rootCause && rootCause.service !== service) return null;
  const requestsPerHour = (finding.requests * hour) / Math.max(finding.to - finding.from, shortestSpan);
  const excess = excessOf(finding);
  return {
    finding: { ...finding, endpoint },
    requestsPerHour,
    shareAtRisk: counts.all === 0 ? null : (counts.byEndpoint.get(endpoint) ?? 0) / counts.all,
    excess,
    savedPerHour: requestsPerHour * excess,
    dollarsPerMonth: lambda ? durationCost(requestsPerHour * excess, lambda) * hoursPerMonth : null,
  };
}

/** The requests to the service, and to each endpoint. */
interface RequestCounts {
  readonly all: number;
  readonly byEndpoint: ReadonlyMap<string, number>;
}

function countByEndpoint(windows: readonly Pick<Window, 'endpoint' | 'count'>[]): RequestCounts {
  const byEndpoint = new Map<string, number>();
  for (const { endpoint, count } of windows)
    byEndpoint.set(endpoint, (byEndpoint.get(endpoint) ?? 0) + count);
  return { all: windows.reduce((sum, { count }) => sum + count, 0), byEndpoint };
}

function excessOf({ kind, p50, p95, p99, limit }: Finding): number {
  const target = kind === 'slow-endpoint' ? limit : 0;
  const above = (duration: number) => Math.max(0, duration - target);
  return 0.45 * above(p50) + 0.04 * above(p95) + 0.01 * above(p99);
}
