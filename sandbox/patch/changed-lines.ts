import { diffLines } from 'diff';
import type { ChangedFile } from './apply-patch.ts';

/** The 0-based lines of `after` that are not in `before`. */
export function changedLines({ before, after }: ChangedFile): number[] {
  const lines: number[] = [];
  let line = 0;
  for (const part of diffLines(before, after)) {
    if (part.removed) continue;
    if (part.added) for (let i = 0; i < part.count; i += 1) lines.push(line + i);
    line += part.count;
  }
  return lines;
}
