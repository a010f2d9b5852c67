import { type ChildProcess, spawn } from 'node:child_process';
import { second } from '#core/time.ts';
import type { IsolatedCommand } from './isolation.ts';
import { watch } from './limit-watchdog.ts';
import { describeExceeded, type LimitName, type Limits } from './limits.ts';

/** How a command ended. */
export interface Ending {
  /** The exit code, or null when it was killed. */
  readonly code: number | null;
  /** "killed: ran longer than 60 s", or null if it ended by itself or was stopped. */
  readonly killed: string | null;
  /** Its output up to the limit, both streams in the order of arrival. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunningCommand {
  readonly ended: Promise<Ending>;
  /** Ends it and every process that it started, at once. */
  kill(): void;
}

/** A process that escaped the kill may hold the output open forever; this long after the command's end we stop reading. */
const patience = second;

/** Starts an isolated command under its limits. */
export function runIsolated(enclosed: IsolatedCommand, limits: Limits): RunningCommand {
  const began = performance.now();
  const child = spawn(enclosed.file, enclosed.args, {
    cwd: enclosed.cwd,
    env: enclosed.environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  let killed: LimitName | null = null;
  const watchdog =
    pid === undefined ? null : watch({ pid, limits, writable: enclosed.writable, onExceeded: exceeded });
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

  const ended = endOf(child, kill).then((code): Ending => {
    return {
      code: killed === null ? code : null,
      killed: killed === null ? null : describeExceeded(limits, killed),
      output: output(),
      seconds: (performance.now() - began) / 1_000,
    };
  });
  return { ended, kill };
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
