import { second } from '#core/time.ts';
import { countFailures } from '../failures.ts';
import { messageOf } from '../warn.ts';
import type { VersionProcess } from './version-process.ts';

interface Options {
  /** Starts a version and waits until it is ready. */
  readonly start: (commit: string) => Promise<VersionProcess>;
  /** Whether the version is started again when it ends. A canary is not, so that the alarm rolls it back. */
  readonly isRestarted: (commit: string) => boolean;
  /** Called when a version ends unexpectedly and is not started again. */
  readonly onDeath: (commit: string, lastWords: string) => void;
  /** Called when a version has started or ended. */
  readonly onChange: () => void;
}

/** A version that has run for this long has started well. */
const steady = 5 * second;

/** The processes of a service's versions. */
export function openVersions({ start, isRestarted, onDeath, onChange }: Options) {
  const running = new Map<string, VersionProcess>();
  /** A version that is wanted again while it starts is not started twice. */
  const starting = new Map<string, Promise<VersionProcess>>();
  let isStopped = false;

  async function run(commit: string): Promise<VersionProcess> {
    const known = running.get(commit) ?? starting.get(commit);
    if (known) return known;
    const begun = startNew(commit).finally(() => starting.delete(commit));
    starting.set(commit, begun);
    return begun;
  }

  async function startNew(commit: string): Promise<VersionProcess> {
    const version = await start(commit);
    running.set(commit, version);
    onChange();
    void version.ended.then(({ lastWords }) => {
      if (running.get(commit) !== version) return;
      running.delete(commit);
      onChange();
      if (isRestarted(commit)) void revive(commit, lastWords);
      else onDeath(commit, lastWords);
    });
    return version;
  }

  const rows = new Map<string, ReturnType<typeof countFailures>>();

  async function revive(commit: string, lastWords: string): Promise<void> {
    const failures = rows.get(commit) ?? countFailures(`version ${commit.slice(0, 7)}`);
    rows.set(commit, failures);
    await pause(failures.failed(new Error(lastWords || 'it printed nothing')));
    if (isStopped || !isRestarted(commit)) return;
    try {
      const version = await run(commit);
      await pause(steady);
      if (running.get(commit) === version) failures.succeeded();
    } catch (error) {
      await revive(commit, messageOf(error));
    }
  }

  async function end(commit: string): Promise<void> {
    await starting.get(commit)?.catch(() => undefined);
    const version = running.get(commit);
    running.delete(commit);
    await version?.stop();
  }

  return {
    run,
    end,
    has: (commit: string): boolean => running.has(commit),
    /** Undefined if it does not run. */
    urlOf: (commit: string): string | undefined => running.get(commit)?.url,
    /** Undefined if it does not run. */
    pidOf: (commit: string): number | undefined => running.get(commit)?.pid,
    async stop(): Promise<void> {
      isStopped = true;
      await Promise.all([...running.keys(), ...starting.keys()].map(end));
    },
  };
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((done) => setTimeout(done, milliseconds).unref());
