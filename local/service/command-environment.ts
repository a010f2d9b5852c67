import { delimiter, dirname, join } from 'node:path';

/** Where and with what a service's commands run. */
export interface CommandPlace {
  /** An exported tree. */
  readonly tree: string;
  /** The service's folder in it. */
  readonly directory: string;
  /** The service's own Node program; null for the one that runs us. */
  readonly node: string | null;
  /** The service's own variables, secrets among them. */
  readonly variables: Readonly<Record<string, string>>;
  /** The values of these secrets, which no message may show. */
  readonly secrets: readonly string[];
}

/** Everything that a command of a service sees of its environment. */
export function commandEnvironment({ tree, directory, node, variables }: CommandPlace) {
  const programs = [
    dirname(node ?? process.execPath),
    ...binFolders(tree, directory),
    '/usr/bin',
    '/bin',
    ...operatorsFolders(),
  ];
  return { ...variables, PATH: programs.join(delimiter), HOME: tree };
}

/** From the service's folder up to the root of its tree. */
function binFolders(tree: string, directory: string): readonly string[] {
  const bin = join(tree, directory, 'node_modules', '.bin');
  return join(directory) === '.' ? [bin] : [bin, ...binFolders(tree, dirname(directory))];
}

/** Package managers and databases may be installed anywhere; what npm adds for our own program is none of the service's. */
const operatorsFolders = (): readonly string[] =>
  (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.split('/').includes('node_modules'));
