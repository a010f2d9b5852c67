import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSource } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/** Files and folders that are generated, of others, or run in no service: tests, and pages for browsers. */
const skipped =
  /^(node_modules|dist|build|vendor|coverage|tests?|__tests__|spec|e2e|public|docs?|versioned_docs|.*\.(test|spec|min)\.\w+|\..+)$/;

/** The JavaScript and TypeScript of services below the folder; the paths begin with the folder. */
export async function readCode(folder: string): Promise<readonly SourceFile[]> {
  return Promise.all(codePaths(folder).map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
}

export function codePaths(folder: string): readonly string[] {
  const entries = globSync('**/*', {
    cwd: folder,
    withFileTypes: true,
    exclude: ({ name }) => skipped.test(name),
  });
  return entries
    .filter((entry) => entry.isFile() && isSource(entry.name) && !skipped.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
