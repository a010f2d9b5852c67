import { lstat, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readOutput } from '../read-output.ts';
import { readReport } from './read-report.ts';
import { type ReportedTest, refuseTooMany } from './reported-test.ts';

/** Bytes of all files together. */
const largestReport = 32 * 1024 ** 2;
const mostFiles = 1_000;
const extensions = new Set(['.xml', '.json', '.tap']);

/**
 * Reads the report at a path: a file, or a folder of `.xml`, `.json` and `.tap` files where a runner writes one for each file
 * of tests. The code under test may have written anything there.
 *
 * @returns null if there is no report, or it has more than 32 MiB.
 * @throws Error that says what is wrong, if a report cannot be read.
 */
export async function readReports(path: string): Promise<readonly ReportedTest[] | null> {
  const text = await readOutput(path, largestReport);
  if (text !== null) return readReport(text);
  const texts = await readFolder(path);
  if (texts.length === 0) return null;
  const tests = texts.flatMap(readReport);
  refuseTooMany(tests);
  return tests;
}

/** In the order of their names. */
async function readFolder(path: string): Promise<readonly string[]> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() !== true) return [];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && extensions.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length > mostFiles) throw new Error(`its folder has more than ${mostFiles} files`);
  const texts: string[] = [];
  let left = largestReport;
  for (const file of files) {
    const text = await readOutput(file, left);
    if (text === null) throw new Error(`its files have more than ${largestReport / 1024 ** 2} MiB together`);
    left -= Buffer.byteLength(text);
    texts.push(text);
  }
  return texts;
}
