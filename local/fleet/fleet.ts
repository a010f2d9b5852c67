import { NotFound, Unavailable } from '#core/errors.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import type { Serving } from '#core/improvements/ports.ts';
import type { AlarmInterval, ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import { type MirrorEvidence, type MirrorOptions, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import { messageOf, warn } from '../warn.ts';
import { openMirror, type RequestMirror } from './mirror.ts';
import type { Passed } from './proxy-messages.ts';
import { type ProxyOptions, type ProxyProcess, startProxyProcess } from './proxy-process.ts';
import type { RequestSample } from './request-sample.ts';
import { openVersions } from './running-versions.ts';
import type { VersionProcess } from './version-process.ts';

/** The versions of one service and the split of its traffic. */
export interface ServiceFleet {
  readonly proxy: Pick<ProxyProcess, 'url'>;
  readonly baseline: string;
  serving(): Serving;
  launch(commit: string): Promise<{ baseline: string }>;
  /** This and the next three resolve once every new request follows them. */
  shift(commit: string, weight: number): Promise<void>;
  promote(commit: string): Promise<void>;
  withdraw(commit: string): Promise<void>;
  retire(commit: string): Promise<void>;
  /** Begins to mirror requests to the version, or continues; returns the evidence so far. */
  mirror(commit: string, options: MirrorOptions): MirrorEvidence;
  seenRequests(): readonly SeenRequest[];
  /** The number of requests that its proxy has passed on. */
  passed(): number;
  /** The counts since the last call; null while there is no canary. */
  takeInterval(): AlarmInterval | null;
  stop(): Promise<void>;
}

interface Options {
  readonly proxy: ProxyOptions;
  /** Starts a version and waits until it is ready. */
  readonly start: (commit: string) => Promise<VersionProcess>;
  /** Starts another process of a version, which serves nobody and reports no measurements. */
  readonly startReference: (commit: string) => Promise<VersionProcess>;
  /** Sends requests to a new version before it gets a share of the real ones: a cold start is not a regression. */
  readonly warm: (url: string, requests: readonly SeenRequest[]) => Promise<void>;
  readonly initial: string;
  /** Gets the requests that the proxy sees. */
  readonly sample: RequestSample;
  /** Called when a canary ends by itself: it is not started again, so that the alarm rolls it back. */
  readonly onDeath: (commit: string, lastWords: string) => void;
}

const none: ResponseCounts = { requests: 0, failures: 0 };

/** The address of a canary that ended: nothing listens there. Its requests must fail, because the alarm must see them. */
const nowhere = 'http://127.0.0.1:9';

export async function openFleet(options: Options): Promise<ServiceFleet> {
  const { warm, initial, sample, onDeath } = options;
  const versions = openVersions({
    start: options.start,
    isRestarted: (commit) => commit === baseline,
    onDeath,
    onChange: () => void publish().catch((error: unknown) => warn(messageOf(error))),
  });
  const withdrawn = new Set<string>();
  let outcomes = new Map<string, ResponseCounts>();
  let passed = 0;
  let baseline = initial;
  let canary: { readonly commit: string; readonly weight: number } | null = null;
  let mirroring: { readonly commit: string; readonly mirror: RequestMirror } | null = null;
  let proxy: ProxyProcess | null = null;

  async function publish(): Promise<void> {
    const url = versions.urlOf(baseline);
    await proxy?.split({
      baseline: url === undefined ? null : { commit: baseline, url },
      canary: canary && { ...canary, url: versions.urlOf(canary.commit) ?? nowhere },
    });
  }

  function take({ counts, requests }: Passed): void {
    for (const request of requests) sample.add(request);
    for (const [commit, { requests: more, failures }] of counts) {
      passed += more;
      const known = outcomes.get(commit) ?? none;
      outcomes.set(commit, { requests: known.requests + more, failures: known.failures + failures });
    }
  }

  async function endMirroring(): Promise<void> {
    const ended = mirroring;
    mirroring = null;
    await ended?.mirror.stop();
  }

  async function startReference(): Promise<VersionProcess> {
    const version = await options.startReference(baseline);
    await warm(version.url, sample.all());
    return version;
  }

  function assertRuns(commit: string): void {
    if (versions.has(commit)) return;
    throw new Unavailable(`version ${commit.slice(0, 7)} is not running.`, { code: 'fleet/not-running' });
  }

  const [running, proxying] = await Promise.allSettled([
    versions.run(initial),
    startProxyProcess(options.proxy, take),
  ]);
  if (running.status === 'rejected' || proxying.status === 'rejected') {
    await Promise.all([versions.stop(), proxying.status === 'fulfilled' && proxying.value.stop()]);
    throw running.status === 'rejected' ? running.reason : (proxying as PromiseRejectedResult).reason;
  }
  const opened = proxying.value;
  proxy = opened;
  await publish();

  return {
    proxy,
    get baseline() {
      return baseline;
    },
    serving() {
      const pid = versions.pidOf(baseline);
      return { version: baseline, runsAs: pid === undefined ? null : `process ${pid}` };
    },
    async launch(commit) {
      const isNew = !versions.has(commit);
      const version = await versions.run(commit);
      if (isNew) await warm(version.url, sample.all());
      withdrawn.delete(commit);
      return { baseline };
    },
    async shift(commit, weight) {
      if (withdrawn.has(commit) || commit === baseline) return;
      assertRuns(commit);
      canary = { commit, weight };
      if (weight > 0) void endMirroring();
      await publish();
    },
    async promote(commit) {
      if (withdrawn.has(commit) || commit === baseline) return;
      if (!versions.has(commit))
        throw new NotFound(`version ${commit.slice(0, 7)} is not running.`, { code: 'fleet/not-running' });
      const before = baseline;
      baseline = commit;
      canary = null;
      // The proxy gets the latest split also if it has to be started again first.
      await publish().finally(() => Promise.all([endMirroring(), versions.end(before)]));
    },
    async withdraw(commit) {
      withdrawn.add(commit);
      if (canary?.commit === commit) canary = null;
      if (mirroring?.commit === commit) void endMirroring();
      await publish();
    },
    async retire(commit) {
      if (commit !== baseline) await versions.end(commit);
    },
    mirror(commit, mirrorOptions) {
      if (mirroring?.commit === commit) return mirroring.mirror.evidence();
      assertRuns(commit);
      if (withdrawn.has(commit) || commit === baseline || (canary?.weight ?? 0) > 0) return noMirrorEvidence;
      void endMirroring();
      const parts = { proxy: opened, startReference, canary: () => versions.urlOf(commit) ?? nowhere };
      mirroring = { commit, mirror: openMirror(parts, mirrorOptions) };
      return mirroring.mirror.evidence();
    },
    seenRequests: () => sample.all(),
    passed: () => passed,
    takeInterval() {
      const counted = outcomes;
      outcomes = new Map();
      if (!canary) return null;
      return { canary: counted.get(canary.commit) ?? none, baseline: counted.get(baseline) ?? none };
    },
    async stop() {
      proxy = null;
      await opened.stop();
      await Promise.all([endMirroring(), versions.stop()]);
    },
  };
}
