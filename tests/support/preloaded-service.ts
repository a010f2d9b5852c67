import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { preloadFile } from '#local/recorder/preload-file.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

export interface PreloadedOptions {
  /** The URL of the collector; without it nothing is measured. */
  readonly url?: string;
  /** Below which the service's files are, and where it runs. */
  readonly folder: string;
  /** The arguments of `node`. */
  readonly args: readonly string[];
  /** The `node` that runs it. Default: our own. */
  readonly node?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A service of a process of its own, which loads the recorder before its own code and does not know it. */
export interface PreloadedService {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** What it listens on, in the order in which it began. */
  readonly listens: () => readonly { readonly port?: number; readonly path?: string }[];
  /** Requests a path of the first port, and resolves to the response's text. */
  readonly visit: (path: string, init?: RequestInit) => Promise<string>;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
}

/** Starts it, and waits until it listens or has ended. After the test it is killed, with what it has started. */
export async function startPreloaded(options: PreloadedOptions): Promise<PreloadedService> {
  const file = join(temporaryFolder(), 'listens');
  const child = spawn(options.node ?? process.execPath, [...options.args], {
    cwd: options.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: await environmentOf(options, file),
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    killGroup(child);
    await ended;
  });
  // What follows the last line break is not written whole yet.
  const lines = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);
  const listens = () => lines().map((line) => JSON.parse(line));
  await until(
    'the service listens',
    () => listens().length > 0 || child.exitCode !== null || child.signalCode !== null,
  );
  return {
    process: child,
    output: () => output,
    listens,
    async visit(path, init) {
      const { port } = listens().find((listen) => listen.port) ?? {};
      if (port === undefined) throw new Error(`The service listens on no port:\n${output}`);
      return (await fetch(`http://127.0.0.1:${port}${path}`, init)).text();
    },
    ended,
  };
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of it.
  }
}

async function environmentOf(
  { url, environment, folder }: PreloadedOptions,
  listens: string,
): Promise<NodeJS.ProcessEnv> {
  const { PATH } = process.env;
  return {
    PATH,
    HOME: folder,
    PORT: '0',
    IRONCLAW_LISTENS: listens,
    IRONCLAW_SERVICE: 'shop',
    IRONCLAW_VERSION: 'v1',
    IRONCLAW_TOKEN: 'secret',
    IRONCLAW_FLUSH_MS: '50',
    ...(url !== undefined && { IRONCLAW_URL: url }),
    NODE_OPTIONS: `--require ${await preloadFile()}`,
    ...environment,
  };
}
