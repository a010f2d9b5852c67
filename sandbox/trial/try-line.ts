import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { TryJob } from '#core/improvements/jobs.ts';
import { Trial } from '#core/service/trial.ts';
import { type Limits, limitsOf } from '../isolation/limits.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { inBoxes } from '../verify/in-boxes.ts';
import { writeLog, writeResult } from '../write-result.ts';
import { tryToBuild, tryToRun } from './try-to-run.ts';
import { tryToStart } from './try-to-start.ts';
import { tryToTest } from './try-to-test.ts';

/** One line of a manifest in the tree that it runs in. */
export interface Attempt {
  readonly job: TryJob;
  readonly line: string;
  readonly sandbox: Sandbox;
  readonly tree: string;
  /** The job's folder for results. */
  readonly out: string;
}

/** What an attempt says; the rest of a trial is the same for all. */
export type Attempted = Pick<Trial, 'result' | 'detail' | 'output'> &
  Partial<Pick<Trial, 'fault' | 'listens' | 'health'>>;

const attempts = {
  build: tryToBuild,
  typecheck: tryToRun,
  lint: tryToRun,
  test: tryToTest,
  start: tryToStart,
} as const;

/**
 * Runs one line of a manifest once. Writes `out/trial.json`, `out/log.txt` and, after a build that works, `out/built.tar`.
 *
 * @throws Unavailable if no box can be made.
 */
export async function tryLine(
  folder: string,
  job: TryJob,
  limits: Limits = limitsOf(job.manifest),
): Promise<Trial> {
  const began = performance.now();
  const readable = job.preload === null ? [] : [job.preload];
  return inBoxes(folder, { ...job, readable }, limits, async (sandbox, { source: tree }) => {
    const line = job.manifest.commands[job.step] ?? '';
    const attempted = await attempts[job.step]({ job, line, sandbox, tree, out: join(folder, 'out') });
    // Colors would stick to the names of variables and programs in it.
    const trial = Trial.parse({
      ...attempted,
      step: job.step,
      detail: stripVTControlCharacters(attempted.detail).slice(0, 4_000),
      output: stripVTControlCharacters(attempted.output).slice(-8_000),
      seconds: (performance.now() - began) / 1_000,
    });
    await writeLog(folder, [attempted.output]);
    await writeResult(folder, 'trial.json', trial);
    return trial;
  });
}
