import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { namedFunctions } from './named-functions.ts';
import { parseSource } from './syntax.ts';

/** The functions that a change leaves not as they were, in the order of the change. @param files before the change. */
export function changedFunctions(
  changes: readonly SourceFile[],
  files: readonly SourceFile[],
): readonly { readonly path: string; readonly function: string }[] {
  return changes.flatMap(({ path, text }) => {
    const before = files.find((known) => known.path === path)?.text ?? '';
    const [was = [], is = []] = [before, text].map((version) => namedFunctions(parseSource(path, version)));
    const kept = new Set(is.map(({ declaration }) => declaration.text()));
    return was
      .filter(({ declaration }) => !kept.has(declaration.text()))
      .map(({ name }) => ({ path, function: name }));
  });
}
