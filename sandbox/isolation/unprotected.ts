import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InstalledPackages } from './installed-packages.ts';
import type { IsolationMethod } from './isolation.ts';
import { linkPackages } from './package-links.ts';
import { birthOf, processesWith } from './processes.ts';

/**
 * No box: the command runs as the caller's user, with a cleared environment, on a copy, under the limits. It can read
 * everything the caller can read, write to every file of its copy, and use the network. Use it only on a machine that is itself a container.
 */
export function openUnprotected(work: string, installed: InstalledPackages): IsolationMethod {
  return {
    prepare: async ({ tree, out, command, environment, secrets }) => {
      const folder = await mkdtemp(join(work, 'run-'));
      const root = join(folder, 'service');
      const temporary = join(folder, 'tmp');
      await mkdir(temporary);
      await mkdir(root);
      const { dependencies } = installed;
      const isLinked = dependencies !== null && !existsSync(join(tree, 'node_modules'));
      if (isLinked) await linkPackages(dependencies, join(root, 'node_modules'));
      // With the tree's times, which tell afterwards what was written to. It comes last, and sets those of the folder.
      await promisify(execFile)('cp', ['-a', '--', `${tree}/.`, root]);
      const mark = { name: 'IRONCLAW_BOX', value: folder };
      return {
        file: '/bin/sh',
        args: ['-c', command],
        environment: {
          HOME: temporary,
          TMPDIR: temporary,
          [mark.name]: mark.value,
          ...instanceMark(),
          ...environment(root),
          ...secrets,
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

/** The variable by which the guard of a killed instance finds what its jobs have started (local/processes/guard.ts). */
function instanceMark(): Readonly<Record<string, string>> {
  const { IRONCLAW_INSTANCE } = process.env;
  return IRONCLAW_INSTANCE === undefined ? {} : { IRONCLAW_INSTANCE };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}
