import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { byPlace, type RuleHit } from './find-hits.ts';

/** What one worker is given: all files, and the range of those that it reads. */
export interface WorkerTask {
  readonly files: readonly SourceFile[];
  readonly from: number;
  readonly to: number;
}

/** In characters, some 15,000 lines: syntax trees are only certain to be freed when their worker ends. */
const mostCharacters = 600_000;
/** What V8 keeps of short-lived objects. Each holds a part of a tree alive, whose size V8 does not know. */
const maxYoungGenerationSizeMb = 2;

/** The same as `findHits`, in one worker thread after another: memory is returned and the caller stays responsive. */
export async function findHitsInWorkers(files: readonly SourceFile[]): Promise<readonly RuleHit[]> {
  const found: RuleHit[] = [];
  for (const task of tasksFor(files)) found.push(...(await runInWorker(task)));
  return found.toSorted(byPlace);
}

function tasksFor(files: readonly SourceFile[]): WorkerTask[] {
  const tasks: WorkerTask[] = [];
  let from = 0;
  let characters = 0;
  for (const [i, { text }] of files.entries()) {
    characters += text.length;
    if (characters < mostCharacters && i < files.length - 1) continue;
    tasks.push({ files, from, to: i + 1 });
    from = i + 1;
    characters = 0;
  }
  return tasks;
}

function runInWorker(task: WorkerTask): Promise<readonly RuleHit[]> {
  // Bundled, it is JavaScript beside this file.
  const thread = new URL(`./find-hits-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(thread, {
    workerData: task,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The worker that reads the rules ended with code ${code}.`)),
    );
  });
}
