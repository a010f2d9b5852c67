import type { Manifest } from '../service/manifest.ts';
import type { ServiceStore } from '../service/service.ts';
import { currentVersion } from './current-version.ts';
import { findCulprits } from './diagnosis/find-culprits.ts';
import { type FindFindings, findFindings, withHottest } from './findings/find-findings.ts';
import type { Finding } from './findings/finding.ts';
import { type ReadHistory, readHistory } from './history/read-history.ts';
import type { MetricsStore } from './ports.ts';
import { mergeParts, type Window } from './window.ts';

export interface Examine extends Pick<FindFindings, 'minimumRequests'> {
  readonly manifest: Pick<Manifest, 'name' | 'targets' | 'calls' | 'lambda'>;
  readonly services: Pick<ServiceStore, 'load'>;
  readonly store: Pick<MetricsStore, 'partsBetween' | 'profileOf' | 'collectedUntil'>;
  readonly history: ReadHistory['history'];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far back to look, in milliseconds. */
  readonly span: number;
}

export interface Examined {
  /** Where the windows begin, in milliseconds since 1970. */
  readonly from: number;
  /** Oldest first; of an hour or a day each where they are older than single windows are kept for. */
  readonly windows: readonly Window[];
  readonly findings: readonly Finding[];
}

const hour = 3_600_000;

/**
 * Reads what was measured of a service and finds what is wrong, who is to blame, and where in the code the time of slow
 * endpoints goes, as far as there are profiles of the version that serves now. The last hour is held against the three
 * around the same time of the day before.
 */
export async function examine(request: Examine): Promise<Examined> {
  const { manifest, store, now } = request;
  const [read, partsBefore, collectedUntil] = await Promise.all([
    readHistory({ ...request, service: manifest.name }),
    store.partsBetween(manifest.name, now - 26 * hour, now - 23 * hour),
    store.collectedUntil(manifest.name),
  ]);
  const { from, windows, older } = read;
  const dayBefore = mergeParts(partsBefore);
  const found = findFindings({ ...request, ...read, dayBefore, collectedUntil });
  const { name: service, calls } = manifest;
  const blamed = await findCulprits({ ...request, findings: found, service, calls, windows });
  return {
    from,
    windows: [...older, ...windows],
    findings: await profiled(blamed, currentVersion(windows), request),
  };
}

async function profiled(
  findings: readonly Finding[],
  version: string | null,
  { manifest, store }: Examine,
): Promise<readonly Finding[]> {
  if (version === null) return findings;
  const slow = findings.flatMap(({ kind, endpoint }) =>
    kind === 'slow-endpoint' && endpoint !== null ? [endpoint] : [],
  );
  const profiles = await Promise.all(
    slow.map((endpoint) => store.profileOf(manifest.name, endpoint, version)),
  );
  return withHottest(
    findings,
    profiles.flatMap((profile) => (profile && profile.samples > 0 ? [profile] : [])),
  );
}
