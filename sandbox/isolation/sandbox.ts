import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { portForService } from '#core/service/port-for-service.ts';
import { openBubblewrap } from './bubblewrap.ts';
import { openContainer } from './container.ts';
import { freePort } from './free-port.ts';
import { handOut, readIfThere } from './hand-out.ts';
import { findInstalledPackages } from './installed-packages.ts';
import type { Isolation, IsolationMethod } from './isolation.ts';
import { commandLimits, extended, type Limits, serviceLimitsOf } from './limits.ts';
import { listeningPorts, portsIn } from './listening-ports.ts';
import { type Programs, placePrograms } from './programs.ts';
import { type Ending, type RunningCommand, runIsolated } from './run-isolated.ts';
import { noSettings, type ServiceSettings } from './service-settings.ts';
import { failedSetup, inService, setupFailure } from './setup.ts';
import { findWrites, type TreeWrites } from './tree-writes.ts';
import { openUnprotected } from './unprotected.ts';
import { variablesInBox } from './variables-in-box.ts';
import { removeFolder } from './work-folder.ts';

export interface Command {
  /** The folder of the service; the command runs in a fresh copy of it. */
  readonly tree: string;
  /** A shell line, run in the service's folder. */
  readonly line: string;
  /** Whether what the service needs beside itself is set up before. */
  readonly isSetUp?: boolean;
  readonly limits?: Limits;
  /** What of its copy it may write to, as an earlier run did; by default, everything. */
  readonly writes?: TreeWrites;
  /** Additional variables; `out` is the only folder whose files can be read afterwards, `root` the copy of the tree. */
  readonly environment?: (out: string, root: string) => Readonly<Record<string, string>>;
  /** More variables, which must not be seen in any list of processes. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Called once all its processes have ended, with where its copy can be read until the call returns; not if it never began. */
  readonly atEnd?: (copy: string) => void;
}

export interface Finished extends Ending {
  readonly out: string;
  /** Path of the copy as the command saw it. */
  readonly root: string;
  /** What it changed in its copy. */
  readonly writes: TreeWrites;
}

export interface StartedService {
  /** The Unix socket of the service, once it listens. */
  readonly socket: string;
  /** The one folder whose files can be read afterwards. */
  readonly out: string;
  readonly ended: Promise<Ending>;
  /** The port on which it should listen. */
  readonly port: number;
  /** The ports on which something listened in its box when its setup, if it has one, had ended; null until then. */
  portsOfSetup(): readonly number[] | null;
  /** The ports on which something listens in its box; none where the box shares the machine's network. */
  ports(): readonly number[];
  stop(): Promise<void>;
}

/** Runs the service's code, each command in its own box. */
export interface Sandbox {
  readonly programs: Programs;
  readonly settings: ServiceSettings;
  /** The Node program that runs the service. */
  readonly node: string;
  run(command: Command): Promise<Finished>;
  /** Starts `line` with `PORT` and the service's variables, as production would. */
  start(command: Pick<Command, 'tree' | 'line' | 'environment'>): Promise<StartedService>;
  /** Whether a box was killed by no limit and not by us: by a machine that had no memory left, or by a person. */
  wasDisturbed(): boolean;
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
  /** The Node program that runs the service; by default, the one that runs this. */
  readonly node?: string | null;
  readonly settings?: ServiceSettings;
  /** Variables of a started service. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders that the service's code must not read, if the isolation can prevent it. */
  readonly closed?: readonly string[];
  /** Files and folders of the machine that it may read, beside those that every service needs. */
  readonly readable?: readonly string[];
}

/** A command, with everything that its place needs to know. */
interface Launch {
  readonly tree: string;
  readonly line: (out: string) => string;
  readonly limits: Limits;
  readonly writes?: TreeWrites;
  readonly isSetUp: boolean;
  /** Whether to find out what it changes. */
  readonly isWatched: boolean;
  /** Variables that the service's own come after, and those that come after them. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly environment: NonNullable<Command['environment']>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly atEnd?: (copy: string) => void;
}

/** The file that a service's box makes once the setup has ended: the kernel's tables of what listens by then. */
const begun = 'begun';
const mostBegun = 1024 * 1024;

/** @throws Unavailable if the requested isolation is not available. */
export async function openSandbox({
  isolation,
  dependencies,
  work,
  limits = commandLimits,
  node = null,
  settings = noSettings,
  variables = {},
  closed = [],
  readable = [],
}: Options): Promise<Sandbox> {
  const needed = await findInstalledPackages({ dependencies, node, commands: join(work, 'commands') });
  const installed = { ...needed, readable: [...needed.readable, ...readable] };
  const programs = await placePrograms(join(work, 'programs'));
  const enclosure: IsolationMethod = await {
    bubblewrap: () => openBubblewrap(work, installed, programs, limits),
    container: () => openContainer(work, installed, programs, closed),
    process: () => openUnprotected(work, installed),
  }[isolation]();
  const running = new Set<RunningCommand>();
  await mkdir(join(work, 'out'), { recursive: true });

  let isClosed = false;
  let isDisturbed = false;

  async function launch(command: Launch) {
    const out = await mkdtemp(join(work, 'out', ''));
    const { tree, writes = null, secrets = {}, atEnd } = command;
    const { directory } = settings;
    const setup = command.isSetUp ? settings.setup : null;
    const enclosed = await enclosure.prepare({
      tree,
      directory,
      out,
      command: inService(command.line(out), { directory, setup }, join(out, setupFailure)),
      writes,
      environment: (root) => ({
        PATH: needed.searchPath(root, directory),
        ...command.defaults,
        ...settings.environment,
        ...command.environment(out, root),
      }),
      secrets,
    });
    let changed: TreeWrites = { folders: [], files: [] };
    const most = extended(command.limits, setup?.seconds ?? 0);
    const started = runIsolated(enclosed, most, (files) => {
      if (isClosed) return;
      if (files !== null) handOut(files.outside(out), out, limits.disk);
      const copy = files?.outside(enclosed.root) ?? enclosed.root;
      if (command.isWatched) changed = findWrites(tree, copy);
      if (files !== null || enclosed.box === undefined) atEnd?.(copy);
    });
    running.add(started);
    let isStopped = false;
    const stop = () => {
      isStopped = true;
      started.kill();
    };
    const ended = started.ended
      .then((ending) => {
        isDisturbed ||= !isStopped && !isClosed && wasKilledByOthers(ending);
        return { ...ending, killed: ending.killed ?? failedSetup(out, setup, ending.output) };
      })
      .finally(() => running.delete(started));
    const { pid, began } = started;
    return { out, root: enclosed.root, pid, began, stop, ended, changed: () => changed };
  }

  return {
    programs,
    settings,
    node: node ?? process.execPath,
    run: async ({
      tree,
      line,
      isSetUp = false,
      writes,
      environment,
      secrets,
      atEnd,
      limits: own = limits,
    }) => {
      const { out, root, ended, changed } = await launch({
        tree,
        line: () => line,
        limits: own,
        isSetUp,
        isWatched: writes === undefined,
        defaults: variablesInBox,
        environment: (...places) => ({ ...environment?.(...places) }),
        ...(writes ? { writes } : {}),
        ...(secrets ? { secrets } : {}),
        ...(atEnd ? { atEnd } : {}),
      });
      return { ...(await ended), out, root, writes: changed() };
    },
    start: async ({ tree, line, environment }) => {
      const hasOwnNetwork = isolation === 'bubblewrap';
      const given = hasOwnNetwork ? portForService(Math.random) : await freePort();
      const port = settings.port ?? given;
      const {
        out,
        pid,
        began,
        stop: kill,
        ended,
      } = await launch({
        tree,
        // The relay gets its settings as arguments: the service sees no variable of ours.
        line: (folder) => `cat /proc/net/tcp /proc/net/tcp6 > "${join(folder, begun)}.part" 2> /dev/null
mv "${join(folder, begun)}.part" "${join(folder, begun)}"
"${process.execPath}" "${programs.relay}" "${join(folder, 'socket')}" ${port} &
${line}`,
        limits: extended(serviceLimitsOf(limits), settings.startSeconds),
        isSetUp: true,
        isWatched: false,
        defaults: variables,
        // As the fleet sets them.
        environment: (folder, root) => ({ ...environment?.(folder, root), HOME: root, PORT: String(port) }),
      });
      const files = await began;
      const stop = async () => {
        kill();
        await ended;
      };
      const outside = files?.outside(out) ?? out;
      const socket = join(outside, 'socket');
      const portsOfSetup = () => {
        const tables = readIfThere(join(outside, begun), mostBegun);
        return tables === null ? null : hasOwnNetwork ? portsIn(tables.toString()) : [];
      };
      const ports = () => (hasOwnNetwork && pid !== undefined ? listeningPorts(pid) : []);
      return { socket, out, ended, port, portsOfSetup, ports, stop };
    },
    wasDisturbed: () => isDisturbed,
    close: () => {
      isClosed = true;
      for (const command of running) command.kill();
      removeFolder(work);
    },
  };
}

/** 128 and 9, the number of SIGKILL, if the box outlived what was killed in it. */
const killedCode = 137;
const wasKilledByOthers = ({ code, killed }: Ending): boolean =>
  killed === null && (code === null || code === killedCode);
