import { specifiersOf } from '#adapters/ast-grep/imports.ts';
import { type Node, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { endOfCode, startWithHeads } from './extent.ts';
import { headOf } from './read-function.ts';

/** Whether code repeats at least half of a file's lines, and of its imports: a class is not the file that it is in. */
export function isWholeFile(code: string, { path, text }: SourceFile): boolean {
  const importsIn = (version: string) => new Set(specifiersOf(parseSource(path, version)));
  const lines = linesIn(text);
  return lines.size > 0 && hasMost(linesIn(code), lines) && hasMost(importsIn(code), importsIn(text));
}

const hasMost = (these: ReadonlySet<string>, those: ReadonlySet<string>): boolean =>
  these.intersection(those).size >= those.size / 2;

/** The different lines of a text that say something. */
const linesIn = (text: string): Set<string> =>
  new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\w/.test(line)),
  );

/** The file without a function, and without what stands above that. */
export function around({ path, text }: SourceFile, declaration: Node): SourceFile {
  const start = startWithHeads(declaration, (above) => headOf(above) !== null);
  return { path, text: text.slice(0, start) + text.slice(endOfCode(declaration)) };
}
