import { join } from 'node:path';
import type { DataFolder } from './data-folder/data-folder.ts';
import { startVersion, type VersionProcess } from './fleet/version-process.ts';
import { buildVersion } from './service/build-version.ts';
import type { CommandPlace } from './service/command-environment.ts';
import { exportTree } from './service/export-tree.ts';
import type { ServiceRepository } from './service/repository.ts';
import { secretsAmong } from './service/resolve-variables.ts';

interface Options {
  readonly repository: ServiceRepository;
  readonly folder: Pick<DataFolder, 'root' | 'versions' | 'logs'>;
  /** The service's own Node program; null for ours. */
  readonly node: string | null;
  readonly variables: Readonly<Record<string, string>>;
  /** The program that measures it, loaded before its own. */
  readonly preload: string;
  /** Variables of the recorder. */
  readonly recorder: Readonly<Record<string, string>>;
  /** Ends what is being built or started. */
  readonly signal: AbortSignal;
}

/** Makes and starts the versions of one service. */
export interface ServiceVersions {
  /** The built tree of a commit, which is made if it is not there yet. */
  placeOf(commit: string): Promise<CommandPlace>;
  start(commit: string): Promise<VersionProcess>;
  /** Another process of the version, which nobody measures. */
  startReference(commit: string): Promise<VersionProcess>;
}

export function serviceVersions(options: Options): ServiceVersions {
  const { repository, folder, node, variables, preload, signal } = options;
  const { manifest, path } = repository;
  const owner = folder.root;
  // Several services may come from one repository, and each builds its own.
  const own = join(folder.versions, manifest.name);
  const { directory, env, commands } = manifest;
  const secrets = secretsAmong(variables, env);
  const madeWith = JSON.stringify({ directory, build: commands.build, env, node });
  const logOf = (commit: string) => join(folder.logs, `${manifest.name}-${commit.slice(0, 7)}.log`);

  async function placeIn(versions: string, commit: string): Promise<CommandPlace> {
    const placeAt = (tree: string) => ({ tree, directory, node, variables, secrets });
    const prepare = (tree: string) =>
      buildVersion({ manifest, place: placeAt(tree), commit, log: logOf(commit), owner, signal });
    return placeAt(await exportTree({ repository: path, commit, versions, madeWith, prepare }));
  }

  async function startIn(versions: string, commit: string, recorder: Options['recorder']) {
    const place = await placeIn(versions, commit);
    return startVersion({ commit, manifest, place, log: logOf(commit), owner, preload, recorder, signal });
  }

  return {
    placeOf: (commit) => placeIn(own, commit),
    start: (commit) => startIn(own, commit, options.recorder),
    // A tree of its own, because a service may write to its files, and no recorder: nobody waits for its responses.
    startReference: (commit) => startIn(join(own, 'reference'), commit, {}),
  };
}
