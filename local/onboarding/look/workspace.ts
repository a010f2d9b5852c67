import { posix } from 'node:path';
import { below, type FileView } from './file-view.ts';
import { type PackageJson, readPackage } from './package-json.ts';

/** A package of a workspace. */
export interface Member {
  /** Its folder, from the repository's root. */
  readonly directory: string;
  readonly json: PackageJson;
}

/** The packages that the workspace of npm, yarn, bun or pnpm lists; none if the repository is no workspace. */
export function membersOf(root: FileView, { workspaces }: PackageJson): readonly Member[] {
  const globs = workspaces ?? pnpmGlobs(root.read('pnpm-workspace.yaml') ?? '');
  const [wanted, unwanted] = [globs.filter((glob) => !glob.startsWith('!')), globs.flatMap(negated)];
  const folders = root.paths
    .filter((path) => posix.basename(path) === 'package.json')
    .map((path) => posix.dirname(path))
    .filter((folder) => matches(folder, wanted) && !matches(folder, unwanted));
  return folders.flatMap((directory) => {
    const json = readPackage(below(root, directory));
    return json === null ? [] : [{ directory, json }];
  });
}

/** The members that could be the service: those that say how they are started. */
export const services = (members: readonly Member[]): readonly Member[] =>
  members.filter(({ json }) => Object.keys(json.scripts).some((name) => /^start(?::|$)/.test(name)));

/** How package managers name the package whose script they run. */
const delegation =
  /^(?:npm|pnpm|yarn|bun)\s.*?(?:--filter|-F|--workspace|-w|--prefix|--dir|-C|--cwd|\bworkspace)[= ]["']?(?:\.\/)?([^\s"']+)/;

/** The member whose script a line runs, as `pnpm --filter api run dev` or `npm start -w apps/api` does; null if it runs none. */
export function delegatedMember(line: string, members: readonly Member[]): Member | null {
  const [, named] = delegation.exec(line) ?? [];
  if (named === undefined) return null;
  return members.find(({ directory, json: { name } }) => named === name || named === directory) ?? null;
}

/** The folders of other members that a package imports, directly or through others; each after those that it imports. */
export function linkedFolders(member: Member, members: readonly Member[]): readonly string[] {
  const found = new Set<Member>();
  const seen = new Set([member]);
  const follow = ({ json }: Member): void => {
    for (const other of members.filter(({ json: { name } }) => name && name in json.dependencies)) {
      if (seen.has(other)) continue;
      seen.add(other);
      follow(other);
      found.add(other);
    }
  };
  follow(member);
  return [...found].map(({ directory }) => directory);
}

const matches = (folder: string, globs: readonly string[]): boolean =>
  globs.some((glob) => posix.matchesGlob(folder, glob.replace(/^\.\//, '').replace(/\/$/, '')));

const negated = (glob: string): readonly string[] => (glob.startsWith('!') ? [glob.slice(1)] : []);

/** The list `packages` of pnpm's YAML: one item a line, as every known file has it. */
function pnpmGlobs(yaml: string): readonly string[] {
  const list = /^packages:\s*\n((?:[ \t]*(?:-.*|#.*)?\n?)*)/m.exec(yaml)?.[1] ?? '';
  return [...list.matchAll(/^[ \t]*-[ \t]*['"]?([^'"#\n]+?)['"]?[ \t]*(?:#.*)?$/gm)].map(
    ([, glob]) => glob ?? '',
  );
}
