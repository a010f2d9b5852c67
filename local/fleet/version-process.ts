import { createWriteStream } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { second } from '#core/time.ts';
import { type Child, startChild } from '../processes/child.ts';
import { freePortForService } from '../processes/free-port.ts';
import { killIfHung } from '../processes/kill-if-hung.ts';

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
  /** The exported tree of the commit. */
  readonly tree: string;
  readonly dependencies: string | null;
  readonly logs: string;
  readonly owner: string;
  /** Variables of the recorder. */
  readonly recorder: Readonly<Record<string, string>>;
}

const usualPatience = 30 * second;

/**
 * Starts one version of a service and waits until its health path responds.
 * @param patience how long, in milliseconds.
 * @throws Unavailable `fleet/not-ready`, with the last output of the process.
 */
export async function startVersion(
  options: VersionOptions,
  patience = usualPatience,
): Promise<VersionProcess> {
  const { commit, manifest, tree, dependencies, logs, owner, recorder } = options;
  const port = await freePortForService();
  const url = `http://127.0.0.1:${port}`;
  const programs = [
    dirname(process.execPath),
    ...(dependencies ? [join(dependencies, '.bin')] : []),
    '/usr/bin',
    '/bin',
  ];
  const child = startChild({
    // `exec` leaves no shell between us and the service.
    command: '/bin/sh',
    arguments: ['-c', `exec ${manifest.commands.start}`],
    folder: tree,
    environment: {
      PATH: programs.join(delimiter),
      HOME: tree,
      PORT: String(port),
      IRONCLAW_VERSION: commit,
      ...recorder,
    },
    log: createWriteStream(join(logs, `${manifest.name}-${commit.slice(0, 7)}.log`), { flags: 'a' }),
    owner,
  });
  const healthUrl = `${url}${manifest.health}`;
  await untilHealthy(healthUrl, child, options, patience);
  // Any status will do: whether the responses are right is what the alarm and the checks judge.
  const respond = async (signal: AbortSignal) => {
    const response = await fetch(healthUrl, { signal });
    await response.body?.cancel();
  };
  const name = `version ${commit.slice(0, 7)} of ${manifest.name}`;
  // No earlier than a request gets 504: a service that computes for long is busy, and not hung.
  killIfHung(name, child, respond, manifest.proxy.silenceSeconds * second);
  return { commit, url, pid: child.pid, ended: child.ended, stop: () => child.stop() };
}

async function untilHealthy(
  address: string,
  child: Child,
  { commit, manifest: { name, health } }: VersionOptions,
  patience: number,
): Promise<void> {
  let death: Awaited<Child['ended']> | undefined;
  void child.ended.then((end) => {
    death = end;
  });
  for (const deadline = Date.now() + patience; Date.now() < deadline && !death; ) {
    const response = await fetch(address, { signal: AbortSignal.timeout(second) }).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  const what = death
    ? `ended with code ${death.code}: ${death.lastWords || 'it printed nothing'}`
    : `did not respond to ${health} with 2xx within ${patience / 1_000} s`;
  if (!death) await child.stop();
  throw new Unavailable(`version ${commit.slice(0, 7)} of ${name} ${what}`, { code: 'fleet/not-ready' });
}
