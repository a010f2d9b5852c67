import * as z from 'zod';
import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { ChangedFile } from '../../patch/apply-patch.ts';
import type { Block, BlockCoverage } from '../../runners/node/block-coverage.ts';

type Unexercised = CallEvidence['unexercised'][number];

const Coverage = z.record(
  z.string(),
  z.array(
    z.array(
      z.object({
        startOffset: z.number().int().nonnegative(),
        endOffset: z.number().int().nonnegative(),
        count: z.number().nonnegative(),
      }),
    ),
  ),
);

/** Reads what a version wrote of itself; it can write what it likes, and then nothing of it was exercised. */
export function readBlockCoverage(text: string | null): BlockCoverage {
  try {
    return Coverage.parse(JSON.parse(text ?? ''));
  } catch {
    return {};
  }
}

const longestCode = 200;
const mostKept = 20;

/**
 * Code of the candidate that the base does not have and that no call ran: what it does there, nobody has compared.
 *
 * @param coverage what ran of the candidate while the calls were compared.
 */
export function unexercisedCode(
  changes: readonly ChangedFile[],
  coverage: BlockCoverage,
): readonly Unexercised[] {
  return changes
    .flatMap(({ path, before, after }) => {
      const known = squeeze(before);
      return neverRun(coverage[path] ?? []).flatMap(({ startOffset, endOffset }) => {
        if (!/\w/.test(after.slice(startOffset, endOffset))) return [];
        // With what stands before it on its line: mostly the condition under which it runs.
        const code = squeeze(after.slice(after.lastIndexOf('\n', startOffset) + 1, endOffset));
        if (known.includes(code)) return [];
        const line = after.slice(0, startOffset).split('\n').length;
        return [{ path, line, code: code.slice(0, longestCode) }];
      });
    })
    .slice(0, mostKept);
}

/** The outermost blocks that never ran. */
function neverRun(functions: readonly (readonly Block[])[]): readonly Block[] {
  const blocks = functions
    .flat()
    .filter(({ count }) => count === 0)
    .toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const outermost: Block[] = [];
  for (const block of blocks)
    if (block.endOffset > (outermost.at(-1)?.endOffset ?? -1)) outermost.push(block);
  return outermost;
}

const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
