import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { second } from '#core/time.ts';
import { type Child, startChild } from '../processes/child.ts';
import { freePortForService } from '../processes/free-port.ts';
import { killIfHung } from '../processes/kill-if-hung.ts';
import { type CommandPlace, commandEnvironment } from '../service/command-environment.ts';
import { withoutSecrets } from '../service/resolve-variables.ts';
import { untilReady } from './until-ready.ts';

export interface VersionProcess {
  readonly commit: string;
  readonly url: string;
  /** Undefined if the system does not tell. */
  readonly pid?: number | undefined;
  readonly ended: Child['ended'];
  stop(): Promise<void>;
}

export interface VersionOptions {
  readonly commit: string;
  readonly manifest: Manifest;
  /** Its exported tree, built. */
  readonly place: CommandPlace;
  /** The file that gets its output. */
  readonly log: string;
  readonly owner: string;
  /** The program that measures it, loaded before its own. */
  readonly preload: string;
  /** Variables of the recorder. */
  readonly recorder: Readonly<Record<string, string>>;
  /** Ends it if it is not ready yet. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts one version of a service and waits until it responds at its health path.
 * @throws Unavailable `fleet/not-ready`, with the last output of the process or with what kept it from being reached; the reason of
 * the signal.
 */
export async function startVersion(options: VersionOptions): Promise<VersionProcess> {
  const { commit, manifest, place, log, owner, signal } = options;
  const port = await freePortForService();
  signal?.throwIfAborted();
  const child = withoutItsSecrets(
    startChild({
      command: '/bin/sh',
      arguments: ['-c', manifest.commands.start],
      folder: join(place.tree, place.directory),
      environment: environmentOf(options, port),
      log: createWriteStream(log, { flags: 'a' }),
      owner,
    }),
    options,
  );
  const name = `version ${commit.slice(0, 7)} of ${manifest.name}`;
  const interrupt = () => void child.stop();
  signal?.addEventListener('abort', interrupt);
  const ready = untilReady(child, manifest, port).finally(() =>
    signal?.removeEventListener('abort', interrupt),
  );
  const url = await ready.catch(async (error: Error) => {
    await child.stop();
    signal?.throwIfAborted();
    throw new Unavailable(`${name} ${error.message}`, { code: 'fleet/not-ready' });
  });
  // Any status will do: whether the responses are right is what the alarm and the checks judge.
  const respond = async (late: AbortSignal) => {
    const response = await fetch(`${url}${manifest.health}`, { signal: late, redirect: 'manual' });
    await response.body?.cancel();
  };
  // No earlier than a request gets 504: a service that computes for long is busy, and not hung.
  killIfHung(name, child, respond, manifest.proxy.silenceSeconds * second);
  return { commit, url, pid: child.pid, ended: child.ended, stop: () => child.stop() };
}

function environmentOf({ commit, manifest, place, preload, recorder }: VersionOptions, port: number) {
  return {
    ...commandEnvironment(place),
    PORT: String(port),
    NODE_OPTIONS: `--require ${JSON.stringify(preload)}`,
    IRONCLAW_SERVICE: manifest.name,
    IRONCLAW_VERSION: commit,
    IRONCLAW_ROOT: place.tree,
    ...(manifest.port === undefined ? {} : { IRONCLAW_PORT_INSTEAD_OF: String(manifest.port) }),
    ...recorder,
  };
}

/** Its last words go into records and messages. */
function withoutItsSecrets(child: Child, { place }: VersionOptions): Child {
  const ended = child.ended.then(({ code, lastWords }) => ({
    code,
    lastWords: withoutSecrets(lastWords, place.secrets),
  }));
  return { ...child, ended };
}
