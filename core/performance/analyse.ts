import type { Manifest } from '../service/manifest.ts';
import { currentVersion } from './current-version.ts';
import type { Finding } from './finding.ts';
import { type FindFindings, findFindings, withHottest } from './findings.ts';
import { type Health, healthOf } from './health.ts';
import { healthSignals, type ReadHealth } from './health-signals.ts';
import type { EndpointProfile } from './metrics-batch.ts';
import { type Opportunity, rankOpportunities } from './opportunities.ts';
import type { MetricsStore } from './ports.ts';
import { mergeParts, type Window } from './window.ts';

export interface Analyse
  extends Pick<FindFindings, 'errorLimit' | 'minimumRequests' | 'troughSeconds'>,
    Pick<ReadHealth, 'regression' | 'objective'> {
  readonly manifest: Pick<Manifest, 'name' | 'targets'>;
  readonly store: Pick<MetricsStore, 'partsBetween' | 'profileOf' | 'wantProfile'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far back to look, in milliseconds. */
  readonly span: number;
  /** How long a profile shall run. */
  readonly profileSeconds?: number;
}

export interface Analysis {
  readonly findings: readonly Finding[];
  readonly opportunities: readonly Opportunity[];
  readonly windows: readonly Window[];
  readonly health: Health;
}

/** How long a profile runs, and how long its wish waits for a process that grants it. */
const usualProfileSeconds = 10;
const wishLasts = 10 * 60_000;

/** Clocks of services may be a little ahead of ours. */
const clockSkew = 5 * 60_000;

/**
 * Looks for what is wrong with a service and what is worth fixing. Where a slow endpoint has no profile of the version
 * that serves now, the service's processes are asked for one.
 */
export async function analyse(request: Analyse): Promise<Analysis> {
  const { manifest, store, now, span } = request;
  const parts = await store.partsBetween(manifest.name, now - span, now + clockSkew);
  const windows = mergeParts(parts);
  const found = findFindings({ ...request, parts, windows });
  const profiles = await profilesOf(found, currentVersion(windows), request);
  const findings = withHottest(found, profiles);
  const health = healthOf(healthSignals({ ...request, windows, findings }));
  return { findings, opportunities: rankOpportunities(findings), windows, health };
}

async function profilesOf(
  findings: readonly Finding[],
  version: string | null,
  { manifest, store, now, profileSeconds = usualProfileSeconds }: Analyse,
): Promise<readonly EndpointProfile[]> {
  const slow = findings.flatMap(({ kind, endpoint }) =>
    kind === 'slow-endpoint' && endpoint ? [endpoint] : [],
  );
  if (version === null || slow.length === 0) return [];
  const profiles = await Promise.all(
    slow.map((endpoint) => store.profileOf(manifest.name, endpoint, version)),
  );
  const taken = profiles.flatMap((profile) => (profile && profile.samples > 0 ? [profile] : []));
  if (taken.length < slow.length) await store.wantProfile(manifest.name, now + wishLasts, profileSeconds);
  return taken;
}
