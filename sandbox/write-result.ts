import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes the output of a job's commands to `out/log.txt`. */
export async function writeLog(folder: string, logged: readonly string[]): Promise<void> {
  await mkdir(join(folder, 'out'), { recursive: true });
  await writeFile(join(folder, 'out', 'log.txt'), logged.join('\n'));
}

/** Writes one of a job's results to `out/` in the job's folder. @param name may have folders. */
export async function writeResult(folder: string, name: string, result: object): Promise<void> {
  const file = join(folder, 'out', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
}
