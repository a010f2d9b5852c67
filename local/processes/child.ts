import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { Server } from 'node:net';
import { setPriority } from 'node:os';
import { PassThrough, type Writable } from 'node:stream';
import { instanceMark } from './guard.ts';
import { ownerVariable } from './leftovers.ts';

export interface ChildOptions {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** The child sees these variables and no others. */
  readonly environment: Readonly<Record<string, string>>;
  /** Receives the child's output, and is closed at its end. */
  readonly log: Writable;
  /** Names the data folder, so that a later start can find a child that outlived this process. */
  readonly owner: string;
  /** The child, and what it starts, gives way to processes that serve users. */
  readonly yields?: boolean;
  /** Receives the messages of a Node program, and lets `send` reach it. */
  readonly receive?: (message: unknown) => void;
  /** A listener on which the child answers, with what else it has to know; it must not be in the arguments, which all users see. */
  readonly door?: { readonly listener: Server; readonly secret: string };
}

export interface Child {
  /** Undefined if it could not be started. */
  readonly pid?: number | undefined;
  /** Settles when the process has ended, with its last output if it failed. */
  readonly ended: Promise<{ readonly code: number | null; readonly lastWords: string }>;
  /** Sends SIGTERM, and SIGKILL two seconds later. */
  stop(): Promise<void>;
  /** Sends SIGKILL: the only signal that a hung process follows. */
  kill(): Promise<void>;
  /** Sends a message to a Node program that was started with `receive`; lost if the program has ended. */
  send(message: object): void;
}

const grace = 2_000;
/** In [-20, 19]: a process at 10 gets a tenth of what one at 0 gets if both want the same core. */
const yieldingPriority = 10;
const wordsKept = 2_000;

/** Starts a process that ends with this one, even if this one is killed; what it starts ends with it then if there is a guard. */
export function startChild(options: ChildOptions): Child {
  const [command, ...rest] = [...tether(), options.command, ...options.arguments];
  const child = spawn(command ?? options.command, rest, {
    cwd: options.folder,
    env: { ...options.environment, ...instanceMark, [ownerVariable]: options.owner },
    stdio: ['ignore', 'pipe', 'pipe', ...(options.receive || options.door ? (['ipc'] as const) : [])],
    // Bodies are bytes.
    serialization: 'advanced',
    // A process group of its own: Ctrl-C reaches it through us, in order, and `stop` also ends its children.
    detached: true,
  });
  if (options.yields && child.pid !== undefined) setPriority(child.pid, yieldingPriority);
  if (options.door) handOver(child, options.door);
  // On a full disk only the log is lost.
  options.log.on('error', () => undefined);
  if (options.receive) child.on('message', options.receive);
  const lastWords = keepLastWords(child, options.log);
  const ended = new Promise<{ code: number | null; lastWords: string }>((resolve) => {
    const end = (code: number | null, words: string) =>
      options.log.end(() => resolve({ code, lastWords: words }));
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code, lastWords()));
    child.once('exit', (code) => endRemainders(child, () => end(code, lastWords())));
  });
  return {
    pid: child.pid,
    ended,
    async stop() {
      signal(child, 'SIGTERM');
      const timer = setTimeout(() => signal(child, 'SIGKILL'), grace);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      signal(child, 'SIGKILL');
      await ended;
    },
    send(message) {
      if (child.connected) child.send(message, () => undefined);
    },
  };
}

/** The channel stays open: by its end, the child learns that this process has ended. */
function handOver(child: ChildProcess, { listener, secret }: NonNullable<ChildOptions['door']>): void {
  // A child that has ended already says so itself.
  child.send(secret, listener, () => listener.close());
  child.channel?.unref();
}

let hasSetpriv: boolean | undefined;

/** On Linux the kernel kills the child, and not what it has started, when this process ends. Elsewhere the next start looks for leftovers. */
export function tether(): readonly string[] {
  hasSetpriv ??= spawnSync('setpriv', ['--version'], { stdio: 'ignore' }).status === 0;
  return hasSetpriv ? ['setpriv', '--pdeathsig', 'KILL', '--'] : [];
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    child.kill(name);
  }
}

/**
 * Ends what a process has left behind: its output and its channel stay open for as long as a process that it started has
 * them, and until then it would count as running. One that has left the group lives on, but is no longer heard.
 */
function endRemainders(child: ChildProcess, onEnd: () => void): void {
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
    child.stdout?.destroy();
    child.stderr?.destroy();
    if (child.connected) child.disconnect();
    // There is no event "close" after a channel that was closed from this side.
    onEnd();
  }, grace);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name);
  } catch {
    // Nothing is left of it.
  }
}

function keepLastWords(child: ChildProcess, log: Writable): () => string {
  let words = '';
  const both = new PassThrough();
  both.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-wordsKept);
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(both, { end: false });
    stream?.pipe(log, { end: false });
  }
  return () => words.trim();
}
