import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const program = fileURLToPath(new URL('../../bin/ironclaw.ts', import.meta.url));

/** A command's exit code and output. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The operators' command in its own process, as a user runs it. */
export interface Ironclaw {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Its output so far. */
  stderr(): string;
  /** The API's address, once it is ready. @throws Error with the output if it ended before. */
  ready(): Promise<string>;
  /** Signals it, and waits for its end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export interface Conditions {
  readonly environment?: Record<string, string>;
  /** A command that runs the program under other conditions, such as on another disk. */
  readonly within?: readonly string[];
}

/** Starts the command; the caller ends it. */
export function startProgram(
  args: readonly string[],
  { environment = {}, within = [] }: Conditions = {},
): Ironclaw {
  const [command, ...rest] = [...within, process.execPath];
  const child = spawn(command, [...rest, '--disable-warning=ExperimentalWarning', program, ...args], {
    env: { ...inherited(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collect(child, 'stdout');
  const stderr = collect(child, 'stderr');
  let isOver = false;
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      isOver = true;
      resolve({ code, stdout: stdout(), stderr: stderr() });
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    ended,
    stderr,
    end,
    ready: () =>
      until(
        'it is ready',
        () => {
          if (isOver) throw new Error(`it ended before it was ready: ${stderr()}`);
          return /API at (\S+),/.exec(stderr())?.[1];
        },
        { patience: 60_000 },
      ),
  };
}

/** Runs the command to its end. */
export function runProgram(...parameters: Parameters<typeof startProgram>): Promise<Ended> {
  return startProgram(...parameters).ended;
}

/** A test must not use the developer's own model or database. */
function inherited(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}) };
}

function collect(child: ChildProcess, name: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
