import { posix } from 'node:path';
import { NotFound } from '#core/errors.ts';
import { type TestLine, testLineOf } from '../test-runners/test-line.ts';
import { formatterOf, lintOf, typecheckOf } from './checks.ts';
import { codeFiles, sourcesOf } from './code-files.ts';
import { type Environment, environmentOf } from './environment.ts';
import { below, type FileView } from './file-view.ts';
import { neighborsOf } from './neighbors.ts';
import { type PackageJson, readPackage } from './package-json.ts';
import { type PackageManager, packageManagerOf } from './package-manager.ts';
import { type Start, startsOf } from './start.ts';
import { linkedFolders, type Member, membersOf } from './workspace.ts';

/** What a look at the files of a service tells. Nothing of it has run yet. */
export interface Findings {
  readonly directory: string;
  readonly json: PackageJson;
  /** The service's own folder. */
  readonly view: FileView;
  readonly language: 'typescript' | 'javascript';
  readonly modules: 'ES modules' | 'CommonJS';
  readonly manager: PackageManager;
  /** Packages of the workspace that the service imports, with their folders as the service's own sees them. */
  readonly linked: readonly Member[];
  readonly starts: readonly Start[];
  readonly typecheck: string | null;
  readonly lint: string | null;
  readonly formatter: string | null;
  readonly test: TestLine;
  /** Globs from the repository's root. */
  readonly sources: readonly string[];
  readonly environment: Environment;
  readonly neighbors: readonly string[];
}

/**
 * Answers every question about a service that its files can answer.
 * @param directory of the service's package.
 * @throws NotFound `init/no-package`; InvalidInput `init/bad-package`.
 */
export function look(root: FileView, directory: string): Findings {
  const view = below(root, directory);
  const json = readPackage(view);
  if (json === null)
    throw new NotFound(
      `the commit has no package.json in ${directory === '.' ? "the repository's root" : directory}; name the service's folder with --directory.`,
      { code: 'init/no-package' },
    );
  const whole = readPackage(root) ?? json;
  const members = membersOf(root, whole);
  const folders = linkedFolders({ directory, json }, members);
  const linked = folders
    .flatMap((folder) => members.filter((member) => member.directory === folder))
    .map((member) => ({ ...member, directory: posix.relative(directory, member.directory) }));
  return {
    directory,
    json,
    view,
    language: isTypeScript(view) ? 'typescript' : 'javascript',
    modules: json.type === 'module' ? 'ES modules' : 'CommonJS',
    manager: packageManagerOf(root, {
      ...whole,
      packageManager: whole.packageManager ?? json.packageManager,
    }),
    linked,
    starts: startsOf(view, json),
    typecheck: typecheckOf(view, json),
    lint: lintOf(json),
    formatter: formatterOf(view, json) ?? formatterOf(root, whole),
    test: testLineOf(view),
    sources: [directory, ...folders].flatMap((folder) => sourcesBelow(root, folder)),
    environment: environmentOf(view),
    neighbors: [...new Set([...neighborsOf(view, json), ...neighborsOf(root, json)])],
  };
}

function sourcesBelow(root: FileView, folder: string): readonly string[] {
  const globs = sourcesOf(below(root, folder));
  return folder === '.' ? globs : globs.map((glob) => `${folder}/${glob}`);
}

function isTypeScript(view: FileView): boolean {
  const code = codeFiles(view);
  return code.filter((path) => /\.[cm]?tsx?$/.test(path)).length * 2 > code.length;
}
