import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { mapWithConcurrency } from '#core/map-with-concurrency.ts';
import { isGenerated, largestSource } from '#core/service/left-out.ts';
import { type LeftOutPath, listSources } from './list-sources.ts';

export interface Sources {
  readonly files: readonly SourceFile[];
  readonly leftOut: readonly LeftOutPath[];
}

/** Reads what `listSources` lists. @throws InvalidInput, what that throws. */
export async function readSources(root: string): Promise<Sources> {
  const { paths, leftOut } = await listSources(root);
  const read = await mapWithConcurrency(paths, 64, (path) => readSource(root, path));
  return {
    files: read.filter((item) => 'text' in item),
    leftOut: [...leftOut, ...read.filter((item) => 'reason' in item)],
  };
}

async function readSource(root: string, path: string): Promise<SourceFile | LeftOutPath> {
  const file = join(root, path);
  try {
    const { size } = await stat(file);
    if (size > largestSource) return { path, reason: 'too large' };
    const text = await readFile(file, 'utf8');
    if (text.includes('\0')) return { path, reason: 'unparsable' };
    return isGenerated(text) ? { path, reason: 'generated' } : { path, text };
  } catch {
    return { path, reason: 'unreadable' };
  }
}
