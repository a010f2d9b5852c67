import { givenTarget, type Manifest, targetOf } from '../../service/manifest.ts';
import type { ProcessMemory } from '../memory/process-memory.ts';
import type { Indicator } from '../rollups/indicators.ts';
import { currentVersion } from '../windows/current-version.ts';
import type { EndpointProfile } from '../windows/metrics-batch.ts';
import { summarize, type Window } from '../windows/window.ts';
import { findAnomalies } from './anomaly.ts';
import { findCostJump } from './cost.ts';
import { findDependencyFault } from './dependency.ts';
import { findErrorRate } from './error-rate.ts';
import { type Finding, isAboutOwnCode } from './finding.ts';
import type { FindingDraft } from './finding-draft.ts';
import { findHeavyEndpoint, type TimeByStart, timeByStart } from './heavy-endpoint.ts';
import { findMemoryGrowth } from './memory-growth.ts';
import { type Compared, findRegression } from './regression.ts';
import { findSaturation } from './saturation.ts';
import { findSlowEndpoint } from './slow-endpoint.ts';
import { findTrafficChange } from './traffic.ts';
import { waitsFor } from './waits-for.ts';

export interface FindFindings {
  readonly manifest: Pick<Manifest, 'name' | 'targets' | 'lambda'>;
  /** Of equal length, oldest first. */
  readonly windows: readonly Window[];
  /** Earlier rollups, oldest first. */
  readonly older?: readonly Window[];
  readonly processes?: readonly ProcessMemory[];
  /** Of the service, in windows of the same length, oldest first. */
  readonly indicators?: readonly Indicator[];
  /** Of the service's calls, by dependency. */
  readonly calls?: Compared;
  /** Of the same hours of the day before, if known. */
  readonly dayBefore?: readonly Window[];
  /** Until when metrics of outside systems were collected: later values are not known yet. */
  readonly collectedUntil?: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** With fewer requests an endpoint is not examined. */
  readonly minimumRequests?: number;
}

/**
 * Finds what is wrong with the serving version: by endpoint, in the order of the kinds; then its dependencies, then
 * the service as a whole.
 */
export function findFindings(search: FindFindings): readonly Finding[] {
  const { manifest, windows, older = [], dayBefore = [], processes = [], now } = search;
  const version = currentVersion(windows);
  const isCurrent = (measured: { readonly version: string }) => measured.version === version;
  const times = { starts: closedStarts(windows), startsBefore: closedStarts(dayBefore) };
  const current = [...older, ...windows].filter(isCurrent);
  const ofAll = timeByStart(current);
  const [single, rolledUp, before] = [windows, older, dayBefore].map((some) =>
    Map.groupBy(some, ({ endpoint }) => endpoint),
  );
  const ofEndpoints = [...new Set([single, rolledUp, before].flatMap((some) => [...(some?.keys() ?? [])]))]
    .toSorted()
    .flatMap((endpoint) => {
      const item = single?.get(endpoint) ?? [];
      const [latest, replaced] = partition(item, isCurrent);
      const examined = [...(rolledUp?.get(endpoint) ?? []).filter(isCurrent), ...latest];
      const compared = { windows: latest, replaced, dayBefore: before?.get(endpoint) ?? [] };
      const known = search.collectedUntil?.[endpoint] ?? Infinity;
      const starts = times.starts.filter((start) => start < known);
      return [
        ...claimsOn(endpoint, examined, compared, ofAll, search),
        ...findTrafficChange(endpoint, {
          ...compared,
          windows: item,
          starts,
          startsBefore: times.startsBefore,
        }),
      ].map((claim) => findingOf(claim, manifest.name, examined, now));
    });
  const { lambda } = manifest;
  const ofService = [
    ...findAnomalies(whole(search)),
    ...(lambda ? findSaturation(lambda, windows.filter(isCurrent)) : []),
    ...(lambda ? findCostJump(lambda, { windows, dayBefore, ...times }) : []),
    ...findMemoryGrowth(processes.filter(isCurrent), lambda),
  ].map((claim) => findingOf(claim, manifest.name, current, now));
  return [...ofEndpoints, ...findDependencies(search), ...ofService];
}

/** Without the last window, which may be open, and windows that were not collected for all endpoints. */
function whole({ indicators = [], collectedUntil = {} }: FindFindings): readonly Indicator[] {
  const known = Math.min(Infinity, ...Object.values(collectedUntil));
  return indicators.slice(0, -1).filter(({ start }) => start < known);
}

function findDependencies({ manifest, calls, now }: FindFindings): readonly Finding[] {
  const before = Map.groupBy(calls?.dayBefore ?? [], ({ endpoint }) => endpoint);
  const { availability } = manifest.targets;
  return [...Map.groupBy(calls?.windows ?? [], ({ endpoint }) => endpoint)].flatMap(([callee, windows]) => {
    const compared = { windows, replaced: [], dayBefore: before.get(callee) ?? [] };
    return findDependencyFault(callee, compared, { availability, now }).map(({ claim, rootCause }) => ({
      ...findingOf(claim, manifest.name, windows, now),
      rootCause,
    }));
  });
}

/** The findings about latency, with the hottest functions of their endpoints' profiles, and the endpoints that they wait for. */
export function withProfiles(
  findings: readonly Finding[],
  profiles: readonly EndpointProfile[],
): readonly Finding[] {
  const byEndpoint = new Map(profiles.map((profile) => [profile.endpoint, profile]));
  return findings.map((finding) => {
    const profile = byEndpoint.get(finding.endpoint ?? '');
    if (!profile || !isAboutTime(finding)) return finding;
    const awaited = waitsFor(finding, profile);
    return { ...finding, hottest: profile.functions, ...(awaited && { waitsFor: awaited }) };
  });
}

const isAboutTime = (finding: Finding) => isAboutOwnCode(finding) || finding.kind === 'regression';

/**
 * @param windows of the serving version, with rollups.
 * @param ofAll the time of all requests to that version.
 */
function claimsOn(
  endpoint: string,
  windows: readonly Window[],
  compared: Compared,
  ofAll: TimeByStart,
  { manifest, now, minimumRequests = 20 }: FindFindings,
): readonly FindingDraft[] {
  if (windows.reduce((sum, { count }) => sum + count, 0) < minimumRequests) return [];
  const slow = findSlowEndpoint(endpoint, windows, targetOf(manifest, endpoint));
  const mayBeHeavy = slow.length === 0 && givenTarget(manifest, endpoint) === undefined;
  return [
    ...slow,
    ...(mayBeHeavy ? findHeavyEndpoint(endpoint, windows, ofAll) : []),
    ...findErrorRate(endpoint, windows, manifest.targets.availability, now),
    ...findRegression(endpoint, compared),
  ];
}

/** Every window from the first to the last but one with any measurement of the service: the last may be open. */
function closedStarts(windows: readonly Window[]): readonly number[] {
  const starts = [...new Set(windows.map(({ start }) => start))].toSorted((a, b) => a - b);
  const steps = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
  const length = Math.min(...steps);
  const [first = 0] = starts;
  const last = starts.at(-1) ?? 0;
  if (steps.length === 0) return [];
  return Array.from({ length: Math.round((last - first) / length) }, (_, i) => first + i * length);
}

function partition<Each>(all: readonly Each[], isFirst: (entry: Each) => boolean): readonly [Each[], Each[]] {
  return [all.filter(isFirst), all.filter((element) => !isFirst(element))];
}

function findingOf(claim: FindingDraft, service: string, windows: readonly Window[], now: number): Finding {
  const { p50, p95, p99, errorRate, count } = summarize(windows);
  const from = windows.reduce((earliest, { start }) => Math.min(earliest, start), now);
  return {
    ...claim,
    service,
    from,
    to: now,
    requests: count,
    p50,
    p95,
    p99,
    errorRate,
    hottest: [],
    rootCause: null,
  };
}
