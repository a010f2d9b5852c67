import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { appendFile, cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { simpleGit } from 'simple-git';
import { Conflict, InvalidInput, Unavailable } from '#core/errors.ts';
import { Manifest } from '#core/service/manifest.ts';
import { parseJson } from '#core/validation.ts';

const run = promisify(execFile);

/** The repository of a service. */
export interface ServiceRepository {
  readonly path: string;
  readonly manifest: Manifest;
  /** The head of the service's branch. */
  readonly head: string;
}

/**
 * Copies the bundled example once and makes it a repository of its own: the loop commits there and never in the
 * checkout. It resolves the packages that are installed for the original.
 */
export async function prepareExample(source: string, target: string): Promise<void> {
  if (existsSync(join(target, '.git'))) return;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(target, { recursive: true, force: true });
  const isSource = (path: string) => !/node_modules|coverage/.test(relative(source, path));
  await cp(source, unfinished, { recursive: true, filter: isSource });
  const git = simpleGit(unfinished);
  await git.raw(['init', '--quiet', '--initial-branch=main']);
  await git.addConfig('user.name', 'Storefront');
  await git.addConfig('user.email', 'storefront@localhost');
  await git.add('.');
  await git.commit('The storefront as it was bought');
  await linkPackages(unfinished, findDependencies(source));
  await appendFile(join(unfinished, '.git', 'info', 'exclude'), 'node_modules\n');
  await rename(unfinished, target);
}

/**
 * Reads a service's repository.
 * @throws InvalidInput `service/no-folder`, `service/no-git`, `service/not-the-root`, `service/no-manifest`,
 * `service/invalid-manifest`; Conflict `service/dirty-work-tree`, `service/no-branch`; Unavailable `git/missing`.
 */
export async function openRepository(path: string): Promise<ServiceRepository> {
  if (!existsSync(path)) throw new InvalidInput(`there is no folder ${path}.`, { code: 'service/no-folder' });
  const git = simpleGit(path);
  const top = await git.revparse(['--show-toplevel']).catch(noneUnlessGitIsMissing);
  if (top === null)
    throw new InvalidInput(`${path} is not a git repository; run git init there and commit the service.`, {
      code: 'service/no-git',
    });
  if (top.trim() !== path && !existsSync(join(path, '.git')))
    throw new InvalidInput(`${path} is inside the repository ${top.trim()}; name the repository's root.`, {
      code: 'service/not-the-root',
    });
  const status = await git.status();
  if (!status.isClean())
    throw new Conflict(
      `${path} has changes that are not committed (${status.files[0]?.path}); commit or stash them first.`,
      { code: 'service/dirty-work-tree' },
    );
  const text = await git.show(['HEAD:ironclaw.json']).catch(() => null);
  if (text === null)
    throw new InvalidInput(
      `${path} has no committed ironclaw.json at its root, which says how to start and test it.`,
      {
        code: 'service/no-manifest',
      },
    );
  const manifest = parseJson(Manifest, text, 'ironclaw.json', 'service/invalid-manifest');
  const head = await git.revparse([`refs/heads/${manifest.branch}`]).catch(() => null);
  if (head === null)
    throw new Conflict(`${path} has no branch ${manifest.branch}, which its ironclaw.json names.`, {
      code: 'service/no-branch',
    });
  return { path, manifest, head: head.trim() };
}

function noneUnlessGitIsMissing(cause: Error): null {
  if (!cause.message.includes('ENOENT')) return null;
  throw new Unavailable('git is not installed: install it (apt-get install git).', {
    code: 'git/missing',
    cause,
  });
}

/** The nearest folder of installed packages, looking upwards as Node does. */
export function findDependencies(path: string): string | null {
  for (let folder = path; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules');
    // Packages may link to each other by relative paths, which hold where the folder really is.
    if (existsSync(candidate)) return realpathSync(candidate);
    if (dirname(folder) === folder) return null;
  }
}

/** Writes the tree of a commit to a folder of its own, whole or not at all. @returns the folder. */
export async function exportTree(
  repository: string,
  commit: string,
  versions: string,
  dependencies: string | null,
): Promise<string> {
  const target = join(versions, commit);
  if (existsSync(target)) return target;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const archive = `${unfinished}.tar`;
  await simpleGit(repository).raw(['archive', '--output', archive, commit]);
  await run('tar', ['-xf', archive, '-C', unfinished]);
  await rm(archive);
  await linkPackages(unfinished, dependencies);
  await rename(unfinished, target);
  return target;
}

async function linkPackages(tree: string, dependencies: string | null): Promise<void> {
  if (dependencies !== null && findDependencies(tree) !== dependencies)
    await symlink(dependencies, join(tree, 'node_modules'));
}
