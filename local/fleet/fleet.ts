import { NotFound, Unavailable } from '#core/errors.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import type { AlarmInterval, ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import { type MirrorEvidence, type MirrorOptions, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import type { Listening } from '../processes/listen.ts';
import { openMirror, type RequestMirror } from './mirror.ts';
import type { RequestSample } from './request-sample.ts';
import type { VersionProcess } from './version-process.ts';
import { startProxy } from './weighted-proxy.ts';

/** The versions of one service and the split of its traffic. */
export interface ServiceFleet {
  readonly proxy: Listening;
  readonly baseline: string;
  launch(commit: string): Promise<{ baseline: string }>;
  shift(commit: string, weight: number): void;
  promote(commit: string): Promise<void>;
  withdraw(commit: string): void;
  retire(commit: string): Promise<void>;
  /** Begins to mirror requests to the version, or continues; returns the evidence so far. */
  mirror(commit: string, options: MirrorOptions): MirrorEvidence;
  seenRequests(): readonly SeenRequest[];
  /** The counts since the last call; null while there is no canary. */
  takeInterval(): AlarmInterval | null;
  stop(): Promise<void>;
}

interface Options {
  readonly port: number;
  /** Starts a version and waits until it is ready. */
  readonly start: (commit: string) => Promise<VersionProcess>;
  /** Starts another process of a version, which serves nobody and reports no measurements. */
  readonly startReference: (commit: string) => Promise<VersionProcess>;
  /** Sends requests to a new version before it gets a share of the real ones: a cold start is not a regression. */
  readonly warm: (url: string, requests: readonly SeenRequest[]) => Promise<void>;
  readonly initial: string;
  /** Gets the requests that the proxy sees. */
  readonly sample: RequestSample;
  /** Called when a version ends unexpectedly. */
  readonly onDeath: (commit: string, lastWords: string) => void;
}

const betweenRevivals = 500;

const none: ResponseCounts = { requests: 0, failures: 0 };

/** The address of a version that ended: nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

export async function openFleet({
  port,
  start,
  startReference,
  warm,
  initial,
  sample,
  onDeath,
}: Options): Promise<ServiceFleet> {
  const running = new Map<string, VersionProcess>();
  const withdrawn = new Set<string>();
  let outcomes = new Map<string, ResponseCounts>();
  let baseline = initial;
  let isStopped = false;
  let canary: { readonly commit: string; readonly weight: number } | null = null;
  let mirroring: { readonly commit: string; readonly mirror: RequestMirror } | null = null;

  async function run(commit: string): Promise<VersionProcess> {
    const known = running.get(commit);
    if (known) return known;
    const version = await start(commit);
    running.set(commit, version);
    void version.ended.then(({ lastWords }) => {
      if (running.get(commit) !== version) return;
      running.delete(commit);
      onDeath(commit, lastWords);
      void revive(commit);
    });
    return version;
  }

  /** The serving version is restarted; a canary that ended is not, so that the alarm rolls it back. */
  async function revive(commit: string): Promise<void> {
    await new Promise((done) => setTimeout(done, betweenRevivals).unref());
    if (isStopped || commit !== baseline || running.has(commit)) return;
    await run(commit).catch((error: Error) => {
      onDeath(commit, error.message);
      return revive(commit);
    });
  }

  async function end(commit: string): Promise<void> {
    const version = running.get(commit);
    running.delete(commit);
    await version?.stop();
  }

  async function endMirroring(): Promise<void> {
    const ended = mirroring;
    mirroring = null;
    await ended?.mirror.stop();
  }

  const reference = async () => {
    const version = await startReference(baseline);
    await warm(version.url, sample.all());
    return version;
  };

  function assertRuns(commit: string): void {
    if (running.has(commit)) return;
    throw new Unavailable(`version ${commit.slice(0, 7)} is not running.`, { code: 'fleet/not-running' });
  }

  function pick() {
    const isCanary = canary !== null && Math.random() * 100 < canary.weight;
    const wanted = isCanary && canary ? canary.commit : baseline;
    // A version that ended still gets its requests, as failures: the alarm must see them.
    const url = running.get(wanted)?.url ?? (isCanary ? nowhere : undefined);
    return url === undefined ? null : { commit: wanted, url };
  }

  function report(commit: string, status: number | null): void {
    const { requests, failures } = outcomes.get(commit) ?? none;
    const failed = status === null || status >= 500;
    outcomes.set(commit, { requests: requests + 1, failures: failures + Number(failed) });
  }

  await run(initial);
  const proxy = await startProxy(port, {
    pick,
    report,
    saw: (request) => sample.add(request),
    answering: (exchange) => mirroring?.mirror.offer(exchange),
  });

  return {
    proxy,
    get baseline() {
      return baseline;
    },
    async launch(commit) {
      const isNew = !running.has(commit);
      const version = await run(commit);
      if (isNew) await warm(version.url, sample.all());
      withdrawn.delete(commit);
      return { baseline };
    },
    shift(commit, weight) {
      if (withdrawn.has(commit) || commit === baseline) return;
      assertRuns(commit);
      canary = { commit, weight };
      if (weight > 0) void endMirroring();
    },
    async promote(commit) {
      if (withdrawn.has(commit) || commit === baseline) return;
      if (!running.has(commit))
        throw new NotFound(`version ${commit.slice(0, 7)} is not running.`, { code: 'fleet/not-running' });
      const before = baseline;
      baseline = commit;
      canary = null;
      await Promise.all([endMirroring(), end(before)]);
    },
    withdraw(commit) {
      withdrawn.add(commit);
      if (canary?.commit === commit) canary = null;
      if (mirroring?.commit === commit) void endMirroring();
    },
    async retire(commit) {
      if (commit !== baseline) await end(commit);
    },
    mirror(commit, options) {
      if (mirroring?.commit === commit) return mirroring.mirror.evidence();
      assertRuns(commit);
      if (withdrawn.has(commit) || commit === baseline || (canary?.weight ?? 0) > 0) return noMirrorEvidence;
      void endMirroring();
      const versions = { startReference: reference, canary: () => running.get(commit)?.url ?? nowhere };
      mirroring = { commit, mirror: openMirror(versions, options) };
      return mirroring.mirror.evidence();
    },
    seenRequests: () => sample.all(),
    takeInterval() {
      const counted = outcomes;
      outcomes = new Map();
      if (!canary) return null;
      return { canary: counted.get(canary.commit) ?? none, baseline: counted.get(baseline) ?? none };
    },
    async stop() {
      isStopped = true;
      await proxy.close();
      await Promise.all([endMirroring(), ...[...running.keys()].map(end)]);
    },
  };
}
