import { execFileSync } from 'node:child_process';
import { globSync, realpathSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import semver from 'semver';

/** A Node program of this machine. */
export interface InstalledNode {
  readonly version: string;
  readonly path: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The Node programs that the operator has: those on the PATH, those of nvm, fnm, Volta and mise, and those in `own`.
 * @param own the folder of those that we have installed.
 */
export function installedNodes(environment: Environment, own: string): readonly InstalledNode[] {
  return [...onPath(environment.PATH ?? ''), ...patterns(environment, own).flatMap(matching)];
}

/** Where version managers keep them: the one star of each is the version. */
function patterns(environment: Environment, own: string): readonly string[] {
  const { HOME: home = '/nonexistent', NVM_DIR, FNM_DIR, VOLTA_HOME, MISE_DATA_DIR } = environment;
  const data = environment.XDG_DATA_HOME ?? join(home, '.local', 'share');
  return [
    join(NVM_DIR ?? join(home, '.nvm'), 'versions/node/*/bin/node'),
    join(FNM_DIR ?? join(data, 'fnm'), 'node-versions/*/installation/bin/node'),
    join(VOLTA_HOME ?? join(home, '.volta'), 'tools/image/node/*/bin/node'),
    join(MISE_DATA_DIR ?? join(data, 'mise'), 'installs/node/*/bin/node'),
    join(own, '*/bin/node'),
  ];
}

function matching(pattern: string): readonly InstalledNode[] {
  const place = pattern.split('/').indexOf('*');
  return globSync(pattern).flatMap((path) => {
    const version = semver.clean(path.split('/')[place] ?? '');
    return version === null ? [] : [{ version, path }];
  });
}

/** A version manager's own program under the name `node` is none: it becomes another one from folder to folder. */
function onPath(path: string): readonly InstalledNode[] {
  return path.split(delimiter).flatMap((folder) => {
    try {
      const program = realpathSync(join(folder, 'node'));
      if (basename(program) !== 'node') return [];
      const version = semver.clean(execFileSync(program, ['--version'], { encoding: 'utf8' }));
      return version === null ? [] : [{ version, path: program }];
    } catch {
      return [];
    }
  });
}
