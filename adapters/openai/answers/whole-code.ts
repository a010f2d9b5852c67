import { refuse } from '../refuse.ts';
import type { AnswerText, WholeCode } from './answer.ts';
import { isCode } from './code-blocks.ts';

/** Far more than a candidate may change. */
const mostFiles = 20;

/**
 * Blocks that hold code as it should be: one function or file, or several files; and perhaps imports.
 * @returns null without any. @throws InvalidInput `model/truncated` or `model/many-blocks`.
 */
export function readWholeCode({ blocks: all }: AnswerText): WholeCode | null {
  const blocks = all.filter((block) => isCode(block) && block.code.trim() !== '');
  if (blocks.some(({ isClosed }) => !isClosed))
    refuse(
      'truncated',
      'The answer ends in the middle of a block of code: write only what changes, as edits.',
    );
  const code = blocks.filter(({ isImports }) => !isImports);
  const imports = blocks.filter(({ isImports }) => isImports);
  if (code.length === 0) return null;
  const areFiles =
    imports.length === 0 && code.length <= mostFiles && code.every(({ path }) => path !== null);
  if ((code.length > 1 && !areFiles) || imports.length > 1)
    refuse(
      'many-blocks',
      `The answer contains ${blocks.length} blocks of code instead of one: write the change once, several places as edits.`,
    );
  return { blocks: code, imports: imports[0]?.code.trim() ?? '' };
}
