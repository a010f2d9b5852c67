import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lastOutput } from '../last-output.ts';
import { packTar } from '../trees.ts';
import { buildBase } from '../verify/build.ts';
import type { Attempt, Attempted } from './try-line.ts';

/** Runs a line that has to end with code 0. */
export async function tryToRun({ line, sandbox, tree }: Attempt): Promise<Attempted> {
  const { code, killed, output } = await sandbox.run({ tree, line });
  if (code === 0) return { result: 'works', detail: `\`${line}\` passes.`, output };
  return { result: 'fails', detail: `\`${line}\` fails: ${killed ?? lastOutput(output, 400)}`, output };
}

/** Runs the build, and keeps the tree that it leaves behind for what comes after it, as `out/built.tar`. */
export async function tryToBuild({ job, line, sandbox, tree, out }: Attempt): Promise<Attempted> {
  let output = '';
  const log = (_: string, printed: string) => {
    output = printed;
  };
  const built = await buildBase({ sandbox, manifest: job.manifest, log }, tree, `${tree}-built`);
  if (built.failure !== null) return { result: 'fails', detail: built.failure, output };
  await mkdir(out, { recursive: true });
  await packTar(built.tree, ['.'], join(out, 'built.tar'));
  return { result: 'works', detail: `\`${line}\` passes.`, output };
}
