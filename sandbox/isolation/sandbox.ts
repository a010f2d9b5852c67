import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { openBubblewrap } from './bubblewrap.ts';
import { openContainer } from './container.ts';
import { freePort } from './free-port.ts';
import { findInstalledPackages } from './installed-packages.ts';
import type { Isolation, IsolationMethod } from './isolation.ts';
import { commandLimits, type Limits, serviceLimits } from './limits.ts';
import { relayProgram } from './relay-program.ts';
import { type Ending, type RunningCommand, runIsolated } from './run-isolated.ts';
import { openUnprotected } from './unprotected.ts';
import { removeFolder } from './work-folder.ts';

export interface Command {
  /** The folder of the service; the command runs in a fresh copy of it. */
  readonly tree: string;
  /** A shell line. */
  readonly line: string;
  readonly limits?: Limits;
  /** Additional variables; `out` is the only folder whose files can be read afterwards. */
  readonly environment?: (out: string) => Readonly<Record<string, string>>;
}

export interface Finished extends Ending {
  readonly out: string;
  /** Path of the copy as the command saw it. */
  readonly root: string;
}

export interface StartedService {
  /** The Unix socket of the service, once it listens. */
  readonly socket: string;
  /** The one folder whose files can be read afterwards. */
  readonly out: string;
  readonly ended: Promise<Ending>;
  stop(): Promise<void>;
}

/** Runs the service's code, each command in its own box. */
export interface Sandbox {
  run(command: Command): Promise<Finished>;
  /** Starts `line` with `PORT` set. */
  start(command: Pick<Command, 'tree' | 'line' | 'environment'>): Promise<StartedService>;
  /** Kills every box and removes every file. Synchronous, because the process may be about to end. */
  close(): void;
}

interface Options {
  readonly isolation: Isolation;
  /** Folder of installed packages, or null. */
  readonly dependencies: string | null;
  /** A folder for the boxes' files, with a path short enough for a socket. */
  readonly work: string;
  /** For each command that sets no other limits. */
  readonly limits?: Limits;
  /** Folders that the service's code must not read, if the isolation can prevent it. */
  readonly closed?: readonly string[];
}

/** @throws Unavailable if the requested isolation is not available. */
export async function openSandbox({
  isolation,
  dependencies,
  work,
  limits = commandLimits,
  closed = [],
}: Options): Promise<Sandbox> {
  const installed = findInstalledPackages(dependencies);
  const enclosure: IsolationMethod = await {
    bubblewrap: () => openBubblewrap(work, installed, limits),
    container: () => openContainer(work, installed, closed),
    process: () => openUnprotected(work, installed),
  }[isolation]();
  const running = new Set<RunningCommand>();
  await mkdir(join(work, 'out'), { recursive: true });

  async function launch(command: Command) {
    const out = await mkdtemp(join(work, 'out', ''));
    const environment = { CI: 'true', LANG: 'C.UTF-8', TZ: 'UTC', ...command.environment?.(out) };
    const enclosed = await enclosure.prepare({ tree: command.tree, out, command: command.line, environment });
    const started = runIsolated(enclosed, command.limits ?? limits);
    running.add(started);
    const ended = started.ended.finally(() => running.delete(started));
    return { out, root: enclosed.root, ended, kill: started.kill };
  }

  return {
    run: async (command) => {
      const { out, root, ended } = await launch(command);
      return { ...(await ended), out, root };
    },
    start: async ({ tree, line, environment: further }) => {
      const port = isolation === 'bubblewrap' ? 8080 : await freePort();
      const { out, ended, kill } = await launch({
        tree,
        line: `"$IRONCLAW_NODE" "${relayProgram}" "$IRONCLAW_SOCKET" "$PORT" & ${line}`,
        limits: serviceLimits,
        environment: (folder) => ({
          ...further?.(folder),
          PORT: String(port),
          IRONCLAW_NODE: process.execPath,
          IRONCLAW_SOCKET: join(folder, 'socket'),
        }),
      });
      const stop = async () => {
        kill();
        await ended;
      };
      return { socket: join(out, 'socket'), out, ended, stop };
    },
    close: () => {
      for (const command of running) command.kill();
      removeFolder(work);
    },
  };
}
