import { type ChildProcess, spawn } from 'node:child_process';
import { second } from '#core/time.ts';
import type { IsolatedCommand } from './isolation.ts';
import { watch } from './limit-watchdog.ts';
import { describeExceeded, type LimitName, type Limits } from './limits.ts';

/** How a command ended. */
export interface Ending {
  /** The exit code, or null when it was killed. */
  readonly code: number | null;
  /** "killed: ran longer than 60 s", or null when it ended by itself or because it was stopped. */
  readonly killed: string | null;
  /** What it printed, both streams as they came, up to the limit. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunningCommand {
  readonly ended: Promise<Ending>;
  /** Ends it and all that it started, at once. */
  kill(): void;
}

/** What escaped the killing may hold the output open for ever; this long after the command's end we stop listening. */
const patience = second;

/** Starts an enclosed command under its limits. */
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

/** Keeps the first `limit` bytes of both streams; calls `onFull` when there is more. */
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

/** Waits for the end of the output too; what the first process left running when it ended is killed. */
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
    // The group is gone.
  }
}
