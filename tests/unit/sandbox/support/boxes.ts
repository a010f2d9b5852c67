import { onTestFinished } from 'vitest';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import { commandLimits, type Limits } from '#sandbox/isolation/limits.ts';
import { type Finished, openSandbox, type Sandbox } from '#sandbox/isolation/sandbox.ts';
import type { TreeWrites } from '#sandbox/isolation/tree-writes.ts';
import { makeWorkFolder, removeFolder } from '#sandbox/isolation/work-folder.ts';
import { makeKiosk } from './kiosk.ts';

/** A sandbox that is closed and removed after the test. */
export async function openBoxes(
  isolation: Isolation,
  options: Partial<Parameters<typeof openSandbox>[0]> = {},
): Promise<Sandbox & { work: string }> {
  const work = await makeWorkFolder();
  onTestFinished(() => removeFolder(work));
  const boxes = await openSandbox({ isolation, dependencies: null, work, ...options });
  onTestFinished(() => boxes.close());
  return { ...boxes, work };
}

interface Program {
  readonly files?: Record<string, string>;
  readonly line?: string;
  readonly limits?: Partial<Limits>;
  readonly writes?: TreeWrites;
}

/** Runs a Node program, given as text, in the kiosk's folder in a box. The variable OUT names its results' folder. */
export async function runProgram(
  isolation: Isolation,
  program: string,
  { files = {}, line = 'node program.mjs', limits = {}, writes }: Program = {},
): Promise<Finished & { tree: string; work: string }> {
  const boxes = await openBoxes(isolation);
  const tree = makeKiosk({ 'program.mjs': program, ...files });
  const finished = await boxes.run({
    tree,
    line,
    limits: { ...commandLimits, ...limits },
    environment: (out) => ({ OUT: out }),
    ...(writes ? { writes } : {}),
  });
  return { ...finished, tree, work: boxes.work };
}
