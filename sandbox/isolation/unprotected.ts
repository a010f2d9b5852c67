import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type InstalledPackages, resolvesFrom } from './installed-packages.ts';
import type { IsolationMethod } from './isolation.ts';
import { birthOf, processesWith } from './processes.ts';

/**
 * No box: the command runs as the caller's user, with a cleared environment, on a copy, under the limits. It can read
 * everything the caller can read, and use the network. Use it only on a machine that is itself a container.
 */
export function openUnprotected(work: string, installed: InstalledPackages): IsolationMethod {
  return {
    prepare: async ({ tree, out, command, environment }) => {
      const folder = await mkdtemp(join(work, 'run-'));
      const root = join(folder, 'service');
      const temporary = join(folder, 'tmp');
      await mkdir(temporary);
      await cp(tree, root, { recursive: true, verbatimSymlinks: true });
      await linkPackages(root, installed);
      const mark = { name: 'IRONCLAW_BOX', value: folder };
      return {
        file: '/bin/sh',
        args: ['-c', command],
        environment: {
          PATH: installed.searchPath,
          HOME: temporary,
          TMPDIR: temporary,
          [mark.name]: mark.value,
          ...environment,
        },
        cwd: root,
        root,
        writable: [folder, out],
        sweep: (seen) => {
          for (const [pid, birth] of seen) if (birthOf(pid) === birth) kill(pid);
          for (const pid of processesWith(`${mark.name}=${mark.value}`)) kill(pid);
        },
      };
    },
  };
}

async function linkPackages(root: string, { dependencies }: InstalledPackages): Promise<void> {
  const link = join(root, 'node_modules');
  if (dependencies === null || resolvesFrom(root, dependencies) || existsSync(link)) return;
  await symlink(dependencies, link);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}
