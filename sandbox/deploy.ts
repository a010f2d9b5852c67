import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import type { Git } from './git/git.ts';
import { inTemporaryWorkTree } from './git/temporary-work-tree.ts';
import { lastOutput } from './last-output.ts';

interface Deployment {
  readonly commit: string;
  /** A shell command line, or null if there is nothing to do. */
  readonly line: string | null;
  /** The job's folder: the command's output is appended to its `out/log.txt`. */
  readonly folder: string;
}

/**
 * Runs the service's own deploy command in a fresh checkout of the commit. If the job was killed, its next execution runs the command again.
 *
 * @throws Unavailable `release/deploy-failed` with the end of the command's output.
 */
export async function deploy(git: Git, { commit, line, folder }: Deployment): Promise<void> {
  if (line === null) return;
  await mkdir(join(folder, 'out'), { recursive: true });
  const log = await open(join(folder, 'out', 'log.txt'), 'a+');
  try {
    await log.write(`== deploy ${commit} ==\n`);
    const { size } = await log.stat();
    const code = await inTemporaryWorkTree(git, async ({ git: workshop }) => {
      await workshop('checkout', '--quiet', '--detach', commit);
      return runLine(line, workshop.folder, { ...process.env, IRONCLAW_COMMIT: commit }, log.fd);
    });
    if (code === 0) return;
    const printed = (await readFile(join(folder, 'out', 'log.txt'))).subarray(size).toString();
    throw new Unavailable(`\`${line}\` ended with code ${code}: ${lastOutput(printed)}`, {
      code: 'release/deploy-failed',
      data: { commit },
    });
  } finally {
    await log.close();
  }
}

async function runLine(
  line: string,
  cwd: string,
  environment: NodeJS.ProcessEnv,
  output: number,
): Promise<number | null> {
  const child = spawn('/bin/sh', ['-c', line], { cwd, env: environment, stdio: ['ignore', output, output] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const [code] = await once(child, 'exit');
    return code;
  } finally {
    process.off('exit', kill);
  }
}
