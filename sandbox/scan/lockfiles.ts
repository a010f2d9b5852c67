import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';

export type Manager = 'npm' | 'pnpm' | 'yarn' | 'yarn-classic' | 'bun';

export interface Lockfile {
  readonly manager: Manager;
  /** The folder that has it, below the root of the tree. */
  readonly folder: string;
  readonly name: string;
  readonly text: string;
}

/** In this order: a repository that changed its manager may still have the lockfile of the former one of npm. */
const names: readonly (readonly [string, (text: string) => Manager])[] = [
  ['pnpm-lock.yaml', () => 'pnpm'],
  ['yarn.lock', (text) => (text.includes('__metadata:') ? 'yarn' : 'yarn-classic')],
  ['bun.lock', () => 'bun'],
  ['npm-shrinkwrap.json', () => 'npm'],
  ['package-lock.json', () => 'npm'],
];

/**
 * The lockfile of the nearest of these folders that has one, or null.
 *
 * @throws InvalidInput `scan/binary-lockfile`: what it would install cannot be read.
 */
export async function findLockfile(tree: string, folders: readonly string[]): Promise<Lockfile | null> {
  for (const folder of folders) {
    for (const [name, managerOf] of names) {
      const text = await readFile(join(tree, folder, name), 'utf8').catch(() => null);
      if (text !== null) return { manager: managerOf(text), folder, name, text };
    }
    const binary = await readFile(join(tree, folder, 'bun.lockb')).catch(() => null);
    if (binary !== null)
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
