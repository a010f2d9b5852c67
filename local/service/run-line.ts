import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import { commandVariables } from '#core/service/command-variables.ts';
import { startChild } from '../processes/child.ts';
import { type CommandPlace, commandEnvironment } from './command-environment.ts';
import { withoutSecrets } from './resolve-variables.ts';

export interface Line {
  /** For `/bin/sh -c`. */
  readonly line: string;
  /** The key of `ironclaw.json` that holds it. */
  readonly key: string;
  readonly place: CommandPlace;
  /** The file that gets its output. */
  readonly log: string;
  /** The data folder. */
  readonly owner: string;
  /** The longest that it may take, in milliseconds. */
  readonly patience: number;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a command of a service to its end, and ends whatever it left running.
 * @throws Unavailable `service/command-failed` with the end of its output; the reason of the signal.
 */
export async function runLine({ line, key, place, log, owner, patience, signal }: Line): Promise<void> {
  signal?.throwIfAborted();
  const child = startChild({
    command: '/bin/sh',
    arguments: ['-c', line],
    folder: join(place.tree, place.directory),
    environment: { ...commandVariables, ...commandEnvironment(place) },
    log: createWriteStream(log, { flags: 'a' }),
    owner,
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void child.stop();
  }, patience);
  const interrupt = () => void child.stop();
  signal?.addEventListener('abort', interrupt);
  const { code, lastWords } = await child.ended;
  clearTimeout(timer);
  signal?.removeEventListener('abort', interrupt);
  signal?.throwIfAborted();
  if (code === 0 && !isLate) return;
  const said = withoutSecrets(lastWords, place.secrets) || 'it printed nothing';
  const how = isLate ? `did not end within ${patience / 1_000} s` : `ended with code ${code}`;
  throw new Unavailable(`${key} of ironclaw.json (${line}) ${how}: ${said}`, {
    code: 'service/command-failed',
  });
}
