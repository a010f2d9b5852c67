import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps why a job could not be done beside its results: who started it on another machine has only the files. */
export async function keepFailureReason(folder: string, error: unknown): Promise<void> {
  const sentence = error instanceof Error ? error.message : String(error);
  // A folder that cannot be written to is what the sentence tells of.
  await mkdir(join(folder, 'out')).catch(() => undefined);
  await writeFile(fileIn(folder), `${sentence.trim()}\n`).catch(() => undefined);
}

/** Removes what an earlier run in the same folder kept. */
export async function forgetFailureReason(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'out', 'error.txt');
}
