import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const names = ['npm', 'npx', 'pnpm', 'pnpx', 'yarn', 'yarnpkg', 'bun', 'bunx'];

/**
 * Links the package managers of this machine into the new folder `commands`, so that `npm start` works in a box. Those that
 * Corepack stands for are left out: it would have to fetch them first.
 *
 * @param searchPath folders separated by colons.
 * @returns what must be readable, too.
 */
export async function linkPackageManagers(commands: string, searchPath: string): Promise<readonly string[]> {
  await mkdir(commands, { recursive: true });
  const readable: string[] = [];
  for (const name of names) {
    const program = programOf(name, searchPath);
    if (program === null || program.split('/').includes('corepack')) continue;
    await symlink(program, join(commands, name));
    readable.push(packageOf(program));
  }
  return readable;
}

function programOf(name: string, searchPath: string): string | null {
  const found = searchPath
    .split(':')
    .map((folder) => join(folder, name))
    .find((file) => file.startsWith('/') && existsSync(file));
  return found === undefined ? null : realpathSync(found);
}

/** The package manager's own folder, which may lie in a user's; the program alone where it is no package. */
function packageOf(program: string): string {
  for (let folder = dirname(program); folder !== '/'; folder = dirname(folder))
    if (names.includes(nameIn(join(folder, 'package.json')).replace(/^@(?:pnpm|oven)\//, ''))) return folder;
  return program;
}

function nameIn(file: string): string {
  try {
    return String((JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name);
  } catch {
    return '';
  }
}
