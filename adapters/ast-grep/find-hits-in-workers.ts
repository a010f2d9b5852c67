import { Worker } from 'node:worker_threads';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { byPlace, type RuleHit } from './find-hits.ts';

/** What one worker is given: all files, and the range of those that it reads. */
export interface WorkerTask {
  readonly files: readonly SourceFile[];
  readonly from: number;
  readonly to: number;
}

/** In characters, some 25,000 lines: what a worker reads before it ends and with it the memory of its syntax trees. */
const mostCharacters = 1_000_000;
const workersAtOnce = 2;

/** The same as `findHits` in worker threads, so that memory is returned and the caller stays responsive. */
export async function findHitsInWorkers(files: readonly SourceFile[]): Promise<readonly RuleHit[]> {
  const tasks = tasksFor(files).values();
  const found: RuleHit[] = [];
  const workUntilDone = async () => {
    for (const task of tasks) found.push(...(await runInWorker(task)));
  };
  await Promise.all(Array.from({ length: workersAtOnce }, workUntilDone));
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
  const worker = new Worker(new URL('./find-hits-thread.ts', import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The worker that reads the rules ended with code ${code}.`)),
    );
  });
}
