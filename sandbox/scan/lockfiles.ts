import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import { lockfiles, type ManagerName } from '#core/service/lockfiles.ts';

/** Yarn before and from version 2 on are two. */
export type Manager = ManagerName | 'yarn-classic';

export interface Lockfile {
  readonly manager: Manager;
  /** The folder that has it, below the root of the tree. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

const binary = 'bun.lockb';
const readable = lockfiles.filter(([file]) => file !== binary);

/**
 * The lockfile of the nearest of these folders that has one, or null.
 *
 * @throws InvalidInput `scan/binary-lockfile`: what it would install cannot be read.
 */
export async function findLockfile(tree: string, folders: readonly string[]): Promise<Lockfile | null> {
  for (const folder of folders) {
    for (const [name, manager] of readable) {
      const text = await readFile(join(tree, folder, name), 'utf8').catch(() => null);
      if (text === null) continue;
      const isClassic = manager === 'yarn' && !text.includes('__metadata:');
      return { manager: isClassic ? 'yarn-classic' : manager, folder, name, text };
    }
    if (existsSync(join(tree, folder, binary)))
      throw new InvalidInput(
        'The service\'s bun.lockb cannot be read: run "bun install --save-text-lockfile", and commit bun.lock.',
        { code: 'scan/binary-lockfile' },
      );
  }
  return null;
}

/**
 * As managers name a package that comes from a git repository, or that a program of the service's own makes: in npm's
 * lockfile, pnpm's, those of yarn, and bun's.
 */
const sources: Readonly<Record<Manager, readonly RegExp[]>> = {
  npm: [/"(?:resolved|version)":\s*"(git[+:][^"]*)"/],
  pnpm: [
    /^ +(?:resolution: \{.*)?\brepo: ['"]?([^\s,}'"]+)/m,
    // The archive of a commit is built, too.
    /\btarball: ['"]?(https:\/\/(?:codeload\.github\.com|gitlab\.com|bitbucket\.org)\/[^\s,}'"]*tar\.gz[^\s,}'"]*)/,
    /\bgitHosted: true,.*\btarball: ['"]?([^\s,}'"]+)/,
  ],
  yarn: [/resolution: "([^"]*(?:#commit=|@exec:)[^"]*)"/],
  'yarn-classic': [/resolved "?(git[+:][^"\s]*|https:\/\/codeload\.github\.com[^"\s]*|[^"\s]*\.git#[^"\s]*)/],
  bun: [/"[^"]*@((?:git\+|github:)[^"]*)"/],
};

/**
 * To build a package from a git repository, a manager runs the repository's scripts; some do so regardless of settings.
 *
 * @throws InvalidInput `scan/git-package`.
 */
export function refuseGitPackages({ manager, name, text }: Lockfile): void {
  const source = sources[manager].map((pattern) => pattern.exec(text)?.[1]).find(Boolean);
  if (source === undefined) return;
  throw new InvalidInput(
    `The service's ${name} takes a package from ${source}, whose code would have to be run: use a published one.`,
    { code: 'scan/git-package' },
  );
}
