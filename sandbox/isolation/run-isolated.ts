import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { second } from '#core/time.ts';
import { type BoxFiles, holdBoxFiles } from './box-files.ts';
import type { BoxPlan, IsolatedCommand } from './isolation.ts';
import { watch } from './limit-watchdog.ts';
import { describeExceeded, type LimitName, type Limits } from './limits.ts';

/** How a command ended. */
export interface Ending {
  /** The exit code, or null when it was killed. */
  readonly code: number | null;
  /** "killed: ran longer than 60 s", or why it was not run; null if it ended by itself or was stopped. */
  readonly killed: string | null;
  /** Its output up to the limit, both streams in the order of arrival. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunningCommand {
  /** The process that was started, outside of any box; undefined if it could not be. */
  readonly pid: number | undefined;
  /** Settles once the command begins, with its files if they lie in memory; also if it ended before. */
  readonly began: Promise<BoxFiles | null>;
  readonly ended: Promise<Ending>;
  /** Ends it and every process that it started, at once. */
  kill(): void;
}

/** A process that escaped the kill may hold the output open forever; this long after the command's end we stop reading. */
const patience = second;

/**
 * Starts an isolated command under its limits.
 *
 * @param atEnd called when it has ended, while files in memory can still be read.
 */
export function runIsolated(
  enclosed: IsolatedCommand,
  limits: Limits,
  atEnd: (files: BoxFiles | null) => void = () => {},
): RunningCommand {
  const start = performance.now();
  const child = spawnWith(enclosed);
  const pid = child.pid;
  let killed: LimitName | null = null;
  let files: BoxFiles | null = null;
  const { writable } = enclosed;
  const watchdog =
    pid === undefined ? null : watch({ pid, limits, writable, files: () => files, onExceeded: exceeded });
  const output = collect(child, limits.output, () => exceeded('output'));

  function exceeded(name: LimitName): void {
    killed ??= name;
    kill();
  }

  function kill(): void {
    watchdog?.stop();
    if (pid !== undefined) killGroup(pid);
    enclosed.sweep(watchdog?.seen ?? new Map());
  }

  const held = enclosed.box === undefined ? Promise.resolve(null) : hold(child, enclosed.box);
  const began = held.then((found) => {
    files = found;
    return found;
  });

  const ended = endOf(child, kill).then(async (code): Promise<Ending> => {
    await began;
    atEnd(files);
    files?.close();
    files = null;
    return {
      code: killed === null ? code : null,
      killed: killed === null ? null : describeExceeded(limits, killed),
      output: output(),
      seconds: (performance.now() - start) / 1_000,
    };
  });
  return { pid, began, ended, kill };
}

function spawnWith({ file, args, cwd, environment, box }: IsolatedCommand): ChildProcess {
  const filter = box?.filter ? openSync(box.filter, 'r') : null;
  const extra: StdioOptions = box === undefined ? [] : ['pipe', filter ?? 'ignore'];
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', ...extra];
    return spawn(file, args, { cwd, env: environment, detached: true, stdio });
  } finally {
    if (filter !== null) closeSync(filter);
  }
}

/** Opens the files of a box that says it is ready, and lets it begin. One that never gets ready yields `null`. */
function hold(child: ChildProcess, { mounts }: BoxPlan): Promise<BoxFiles | null> {
  const signal = child.stdio[3] as Duplex;
  return new Promise((resolve) => {
    signal.once('error', () => resolve(null));
    signal.once('close', () => resolve(null));
    signal.once('data', () => {
      try {
        resolve(holdBoxFiles(child.pid ?? 0, mounts));
        signal.write('\n');
      } catch {
        // It has ended, or its files cannot be watched: it must not begin.
        signal.destroy();
      }
    });
  });
}

/** Keeps the first `limit` bytes of both streams; calls `onFull` if there is more. */
function collect(child: ChildProcess, limit: number, onFull: () => void): () => string {
  const chunks: Buffer[] = [];
  let kept = 0;
  const take = (chunk: Buffer) => {
    const room = limit - kept;
    if (room > 0) chunks.push(chunk.subarray(0, room));
    kept += Math.min(chunk.length, Math.max(room, 0));
    if (chunk.length > room) onFull();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => Buffer.concat(chunks).toString();
}

/** Also waits for the end of the output. Kills the processes that the first process left running. */
function endOf(child: ChildProcess, killTheRest: () => void): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
    child.once('exit', () => {
      killTheRest();
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, patience).unref();
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process group has ended.
  }
}
