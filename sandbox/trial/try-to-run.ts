import { execFile } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { lastOutput } from '../last-output.ts';
import { inDirectory, testValues } from './test-values.ts';
import type { Attempt, Attempted } from './try-line.ts';

/** Runs a line that has to end with code 0. What a build leaves behind is kept for what comes after it. */
export async function tryToRun({ job, line, sandbox, tree, out }: Attempt): Promise<Attempted> {
  const built = `${tree}-built`;
  const { code, killed, output } = await sandbox.run({
    tree,
    line: inDirectory(job.manifest, line),
    environment: () => testValues(job.manifest),
    ...(job.step === 'build' ? { atEnd: (copy) => keepTree(tree, copy, built) } : {}),
  });
  if (code !== 0)
    return { result: 'fails', detail: `\`${line}\` fails: ${killed ?? lastOutput(output, 400)}`, output };
  if (job.step === 'build') {
    await mkdir(out, { recursive: true });
    await promisify(execFile)('tar', ['-cf', join(out, 'built.tar'), '-C', built, '.']);
  }
  return { result: 'works', detail: `\`${line}\` passes.`, output };
}

/** Copies a tree out of its box, without the links to the installed packages that the box made. */
function keepTree(tree: string, copy: string, target: string): void {
  const isOfTree = (path: string) => {
    const way = relative(copy, path);
    return !way.split('/').includes('node_modules') || existsSync(join(tree, way));
  };
  // With a dot, because the copy may be named by a link to an open folder.
  cpSync(`${copy}/.`, target, { recursive: true, verbatimSymlinks: true, filter: isOfTree });
}
