import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the reason of a failed job beside its results: a caller on another machine sees only the files.
 * @returns the reason.
 */
export async function keepFailureReason(folder: string, error: unknown): Promise<string> {
  const sentence = (error instanceof Error ? error.message : String(error)).trim();
  // If the folder cannot be written to, the sentence already says so.
  await mkdir(join(folder, 'out')).catch(() => undefined);
  await writeFile(fileIn(folder), `${sentence}\n`).catch(() => undefined);
  return sentence;
}

/** Removes the reason that an earlier execution left in the same folder. */
export async function forgetFailureReason(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'out', 'error.txt');
}
