import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { second } from '#core/time.ts';
import { instanceMark, instanceValue } from '../processes/guard.ts';
import { endProcesses, ownerVariable, processesWith } from '../processes/leftovers.ts';
import { openMark, processesWithMark } from '../processes/open-mark.ts';
import { messageOf, warn } from '../warn.ts';
import { type CommandPlace, commandEnvironment } from './command-environment.ts';
import { withoutSecrets } from './resolve-variables.ts';
import { runLine } from './run-line.ts';

export interface SetupOptions {
  readonly manifest: Pick<Manifest, 'name' | 'setup'>;
  readonly place: CommandPlace;
  /** The folder for the log, and for the mark that says what is to be stopped. */
  readonly logs: string;
  /** The data folder. */
  readonly owner: string;
  /** Ends the start, and what that has left running. */
  readonly signal?: AbortSignal | undefined;
}

/** What `setup.start` leaves running has it, however it leaves its group. */
const setupVariable = 'IRONCLAW_SETUP';
const wordsKept = 2_000;

/**
 * Starts what a service needs beside itself. What an earlier instance started and could not stop is stopped first.
 * @returns a function that stops it.
 * @throws Unavailable `service/setup-failed`, the reason of the signal; then nothing of it is left running.
 */
export async function startSetup(options: SetupOptions): Promise<() => Promise<void>> {
  const { manifest, logs } = options;
  const { name, setup } = manifest;
  if (setup === undefined) return async () => undefined;
  const mark = join(logs, `${name}-setup.started`);
  const stop = async () => {
    await stopSetup(options, setup);
    rmSync(mark, { force: true });
  };
  if (existsSync(mark)) await stop();
  options.signal?.throwIfAborted();
  writeFileSync(mark, '');
  try {
    await runStart(options, setup);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

type Setup = NonNullable<Manifest['setup']>;

/** It has no pipes to us: what it leaves running would keep them open. */
async function runStart({ manifest, place, logs, owner, signal }: SetupOptions, setup: Setup): Promise<void> {
  const file = logOf(logs, manifest.name);
  const log = openSync(file, 'w');
  const mark = openMark(markOf(logs, manifest.name), instanceValue);
  const child = spawn('/bin/sh', ['-c', setup.start], {
    cwd: join(place.tree, place.directory),
    env: {
      ...commandEnvironment(place),
      ...instanceMark,
      [ownerVariable]: owner,
      [setupVariable]: manifest.name,
    },
    stdio: ['ignore', log, log, mark],
    detached: true,
  });
  closeSync(log);
  closeSync(mark);
  const isLate = AbortSignal.timeout(setup.seconds * second);
  const isOver = AbortSignal.any([isLate, ...(signal ? [signal] : [])]);
  const [code] = await once(child, 'exit', { signal: isOver }).catch(() => [null]);
  signal?.throwIfAborted();
  if (code === 0) return;
  const how = isLate.aborted ? `did not end within ${setup.seconds} s` : `ended with code ${code}`;
  const printed = withoutSecrets(readFileSync(file, 'utf8'), place.secrets);
  const words = printed.trim().slice(-wordsKept) || 'it printed nothing';
  throw new Unavailable(`setup.start of ironclaw.json (${setup.start}) ${how}: ${words}`, {
    code: 'service/setup-failed',
  });
}

/** Whatever the command does, no process of the setup stays. */
async function stopSetup({ manifest, place, logs, owner }: SetupOptions, setup: Setup): Promise<void> {
  const { name } = manifest;
  if (setup.stop !== undefined) {
    const log = logOf(logs, name);
    const patience = setup.seconds * second;
    await runLine({ line: setup.stop, key: 'setup.stop', place, log, owner, patience }).catch((error) =>
      warn(messageOf(error)),
    );
  }
  await endProcesses(() => [
    ...processesWith({ [ownerVariable]: owner, [setupVariable]: name }),
    ...processesWithMark(markOf(logs, name)),
  ]);
}

/** What `setup.start` leaves running has it open, even if it has cleared its variables. */
const markOf = (logs: string, name: string): string => join(logs, `${name}-setup-`);

const logOf = (logs: string, name: string): string => join(logs, `${name}-setup.log`);
