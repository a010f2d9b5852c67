import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Conflict } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { minute } from '#core/time.ts';
import type { CommandPlace } from './command-environment.ts';
import { runLine } from './run-line.ts';

export interface BuildOptions {
  readonly manifest: Pick<Manifest, 'commands' | 'directory'>;
  readonly place: CommandPlace;
  readonly commit: string;
  readonly log: string;
  /** The data folder. */
  readonly owner: string;
  readonly signal?: AbortSignal | undefined;
}

const patience = 10 * minute;

/**
 * Makes of an exported tree what its commands need.
 * @throws Conflict `service/no-directory`, Unavailable `service/command-failed`.
 */
export async function buildVersion({
  manifest,
  place,
  commit,
  log,
  owner,
  signal,
}: BuildOptions): Promise<void> {
  const { directory, commands } = manifest;
  if (!existsSync(join(place.tree, directory)))
    throw new Conflict(
      `the commit ${commit.slice(0, 7)} has no folder ${directory}, which is directory in ironclaw.json.`,
      {
        code: 'service/no-directory',
      },
    );
  if (commands.build !== undefined)
    await runLine({ line: commands.build, key: 'commands.build', place, log, owner, patience, signal });
}
