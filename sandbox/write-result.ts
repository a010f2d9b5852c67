import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes one of a job's results to `out/` in the job's folder. */
export async function writeResult(folder: string, name: string, result: object): Promise<void> {
  await mkdir(join(folder, 'out'), { recursive: true });
  await writeFile(join(folder, 'out', name), `${JSON.stringify(result, null, 2)}\n`);
}
