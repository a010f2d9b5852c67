import type { Manifest } from '../../service/manifest.ts';
import type { ServiceStore } from '../../service/service.ts';
import { hour } from '../../time.ts';
import { findRootCauses } from '../diagnosis/find-root-causes.ts';
import { outgoingCallsOf } from '../diagnosis/outgoing-calls.ts';
import { type FindFindings, findFindings, withProfiles } from '../findings/find-findings.ts';
import { type Finding, isAboutOwnCode } from '../findings/finding.ts';
import type { Compared } from '../findings/regression.ts';
import type { MetricsStore } from '../ports.ts';
import { finest, type ReadRollups, readRollups } from '../rollups/read-rollups.ts';
import { currentVersion } from '../windows/current-version.ts';
import { mergeParts, type Window } from '../windows/window.ts';
import { unknownsOf } from './unknowns.ts';

export interface ExamineService extends Pick<FindFindings, 'minimumRequests'> {
  readonly manifest: Pick<Manifest, 'name' | 'targets' | 'calls' | 'metrics' | 'lambda'>;
  readonly services: Pick<ServiceStore, 'load'>;
  readonly store: Pick<
    MetricsStore,
    'partsBetween' | 'droppedBetween' | 'refusedBetween' | 'profileOf' | 'collectedUntil'
  >;
  readonly rollups: ReadRollups['rollups'];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far back to look, in milliseconds. */
  readonly span: number;
}

export interface ServiceExamination {
  /** Start of the windows, in milliseconds since 1970. */
  readonly from: number;
  /** Oldest first; windows older than the retention of single windows cover an hour or a day each. */
  readonly windows: readonly Window[];
  /** Windows of the same hours of the day before. */
  readonly dayBefore: readonly Window[];
  readonly findings: readonly Finding[];
  /** Sentences about unknowns. */
  readonly unknown: readonly string[];
}

/**
 * Reads the measurements of a service and finds what is wrong, its root cause, and, if the serving version has
 * profiles, where in the code slow endpoints spend their time. The last hour is compared with the three hours around
 * the same time of the day before.
 */
export async function examineService(request: ExamineService): Promise<ServiceExamination> {
  const { manifest, store, now, span } = request;
  const [read, dayBefore, calls, collectedUntil, refused] = await Promise.all([
    readRollups({ ...request, service: manifest.name }),
    windowsOfDayBefore(manifest.name, request),
    readCalls(request),
    store.collectedUntil(manifest.name),
    store.refusedBetween(manifest.name, now - Math.min(span, finest), now + 1),
  ]);
  const { from, windows, older, dropped } = read;
  const found = findFindings({ ...request, ...read, dayBefore, calls, collectedUntil });
  const blamed = await findRootCauses({
    ...request,
    findings: found,
    service: manifest.name,
    declared: manifest.calls,
    windows,
    calls: calls.windows,
  });
  return {
    from,
    windows: [...older, ...windows],
    dayBefore,
    unknown: unknownsOf({ manifest, windows, dropped, refused, collectedUntil, now }),
    findings: await profiled(blamed, currentVersion(windows), request),
  };
}

async function windowsOfDayBefore(
  service: string,
  { store, now }: Pick<ExamineService, 'store' | 'now'>,
): Promise<readonly Window[]> {
  return mergeParts(await store.partsBetween(service, now - 26 * hour, now - 23 * hour));
}

/** The service's measurements of its dependencies in the last hours and, if available, on the day before. */
async function readCalls({ manifest, store, now, span }: ExamineService): Promise<Compared> {
  const name = outgoingCallsOf(manifest.name);
  const windows = mergeParts(await store.partsBetween(name, now - Math.min(span, finest), now));
  const dayBefore = windows.length === 0 ? [] : await windowsOfDayBefore(name, { store, now });
  return { windows, replaced: [], dayBefore };
}

async function profiled(
  findings: readonly Finding[],
  version: string | null,
  { manifest, store }: ExamineService,
): Promise<readonly Finding[]> {
  if (version === null) return findings;
  const slow = findings.filter(isAboutOwnCode).flatMap(({ endpoint }) => endpoint ?? []);
  const profiles = await Promise.all(
    slow.map((endpoint) => store.profileOf(manifest.name, endpoint, version)),
  );
  return withProfiles(
    findings,
    profiles.filter((profile) => profile !== null),
  );
}
