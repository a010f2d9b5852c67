import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { CodeBlock, WholeCode } from '../answers/answer.ts';
import { pathInComment } from '../answers/fences.ts';
import type { FunctionChoice } from '../choose-function.ts';
import { refuse } from '../refuse.ts';
import { findFile, newPath } from './find-file.ts';
import { layoutOf, textOf } from './layout.ts';
import { refuseTooLarge } from './size.ts';
import { splice } from './splice.ts';
import { around, isWholeFile } from './whole-file.ts';

/**
 * The files after a change that an answer writes as a whole function, or as whole files.
 * @throws InvalidInput `model/file-twice`, `model/part-of-file`, `model/unchanged` `model/too-large` or those of `splice`.
 */
export function applyBlocks(
  { blocks, imports }: WholeCode,
  choice: FunctionChoice,
  files: readonly SourceFile[],
): readonly SourceFile[] {
  const placed = blocks.map((block) => ({ block, file: fileOf(block, choice, files) }));
  for (const { block, file } of placed)
    refuseTooLarge(file?.path ?? String(block.path), file?.text ?? '', `${block.code}${imports}`);
  const [first, ...others] = placed;
  if (first && others.length === 0 && first.file === choice.file && isFunction(first.block, choice)) {
    const code = bare(first.block, choice.file).trim();
    return [{ path: choice.file.path, text: splice(choice, { code, imports }) }];
  }
  const changes = placed.map(({ block, file }) => wholeFile(block, file, files));
  const paths = changes.map(({ path }) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) < i);
  if (twice !== undefined) refuse('file-twice', `The answer writes ${twice} twice: write each file once.`);
  const changed = changes.filter(({ path, text }) => files.find((file) => file.path === path)?.text !== text);
  if (changed.length === 0) refuse('unchanged', 'The answer writes the files as they are.');
  return changed;
}

const fileOf = (
  { path }: CodeBlock,
  { file }: FunctionChoice,
  files: readonly SourceFile[],
): SourceFile | undefined => (path === null ? file : findFile(path, files));

/** Whether a block for the chosen function's file has too little of what is around that function to be the whole file. */
const isFunction = ({ code }: CodeBlock, { file, target }: FunctionChoice): boolean =>
  !isWholeFile(code, around(file, target.declaration));

function wholeFile(block: CodeBlock, file: SourceFile | undefined, files: readonly SourceFile[]): SourceFile {
  if (!file) return { path: newPath(block.path ?? '', files), text: `${bare(block).trimEnd()}\n` };
  if (!isWholeFile(block.code, file))
    refuse(
      'part-of-file',
      `The block of ${file.path} is only a part of that file: write what changes as edits.`,
    );
  const lines = bare(block, file).replace(/\n$/, '').split('\n');
  return { path: file.path, text: textOf(lines, layoutOf(file.text)) };
}

/** The code without a first line that only names its file, unless the file has that line. */
function bare({ code, path }: CodeBlock, file?: SourceFile): string {
  const [first = '', ...rest] = code.split('\n');
  const isName = path !== null && pathInComment(first) === path && !file?.text.includes(first.trim());
  return isName ? rest.join('\n') : code;
}
