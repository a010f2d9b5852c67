import { type Manifest, targetOf } from '../service/manifest.ts';
import { currentVersion } from './current-version.ts';
import type { Finding } from './finding.ts';
import { memoryLimit } from './leak.ts';
import { type MemoryGrowth, type MemoryOptions, memoryGrowth } from './memory.ts';
import type { MetricPart } from './metric-part.ts';
import type { EndpointProfile } from './metrics-batch.ts';
import { summarise, type Traffic, type Window } from './window.ts';

export interface FindFindings extends MemoryOptions {
  readonly manifest: Pick<Manifest, 'name' | 'targets'>;
  readonly parts: readonly MetricPart[];
  /** The same, as {@link mergeParts} merges them. */
  readonly windows: readonly Window[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Share of the requests that may fail. */
  readonly errorLimit?: number;
  /** With fewer requests than this an endpoint is not judged. */
  readonly minimumRequests?: number;
}

type Claim = Pick<Finding, 'kind' | 'endpoint' | 'measured' | 'limit' | 'summary'>;

/** What is wrong with the version that serves now: by endpoint, slow before failing, memory last. */
export function findFindings(search: FindFindings): readonly Finding[] {
  const { manifest, now, errorLimit = 0.02, minimumRequests = 20 } = search;
  const version = currentVersion(search.windows);
  const windows = search.windows.filter((window) => window.version === version);
  const parts = search.parts.filter((part) => part.version === version);

  const ofEndpoints = [...Map.groupBy(windows, ({ endpoint }) => endpoint)].flatMap(([endpoint, its]) => {
    const traffic = summarise(its);
    if (traffic.count < minimumRequests) return [];
    const claims = [
      ...claimSlow(endpoint, traffic, targetOf(manifest, endpoint)),
      ...claimErrors(endpoint, traffic, errorLimit),
    ];
    return claims.map((claim) => findingOf(claim, manifest.name, its, now));
  });
  const ofProcess = claimGrowth(memoryGrowth(parts, search)).map((claim) =>
    findingOf(claim, manifest.name, windows, now),
  );
  return [...ofEndpoints.sort(byEndpoint), ...ofProcess];
}

/** The findings with what the profiles of their endpoints show. */
export function withHottest(
  findings: readonly Finding[],
  profiles: readonly EndpointProfile[],
): readonly Finding[] {
  const functionsOf = new Map(profiles.map(({ endpoint, functions }) => [endpoint, functions]));
  return findings.map((finding) => ({
    ...finding,
    hottest: functionsOf.get(finding.endpoint ?? '') ?? finding.hottest,
  }));
}

function claimSlow(endpoint: string, { p95, count }: Traffic, target: number): readonly Claim[] {
  if (p95 <= target) return [];
  const summary = `${endpoint} has a p95 of ${p95.toFixed(1)} ms over ${count} requests, ${(p95 / target).toFixed(1)} times its target of ${target} ms.`;
  return [{ kind: 'slow-endpoint', endpoint, measured: p95, limit: target, summary }];
}

function claimErrors(
  endpoint: string,
  { errors, count, errorRate }: Traffic,
  limit: number,
): readonly Claim[] {
  if (errorRate <= limit) return [];
  const summary = `${endpoint} failed ${errors} of ${count} requests, ${percent(errorRate)} against a limit of ${percent(limit)}.`;
  return [{ kind: 'error-rate', endpoint, measured: errorRate, limit, summary }];
}

function claimGrowth(growth: MemoryGrowth | null): readonly Claim[] {
  if (!growth) return [];
  const { instance, slope, lastTrough, hours } = growth;
  const summary = `The heap of process ${instance} grew steadily by ${slope.toFixed(1)} MB an hour over ${hours.toFixed(1)} h, to ${(lastTrough / 1e6).toFixed(0)} MB after garbage collection.`;
  return [{ kind: 'memory-growth', endpoint: null, measured: slope, limit: memoryLimit, summary }];
}

function findingOf(claim: Claim, service: string, windows: readonly Window[], now: number): Finding {
  const { p50, p95, p99, errorRate, count } = summarise(windows);
  const from = windows.reduce((earliest, { start }) => Math.min(earliest, start), now);
  return { ...claim, service, from, to: now, requests: count, p50, p95, p99, errorRate, hottest: [] };
}

const byEndpoint = (a: Finding, b: Finding) => compare(a.endpoint ?? '', b.endpoint ?? '');
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
