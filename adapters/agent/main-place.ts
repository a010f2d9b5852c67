import { changedFunctions } from '#adapters/ast-grep/changed-functions.ts';
import { functionAt } from '#adapters/ast-grep/named-functions.ts';
import { isSource, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { GenerationRequest, Proposal, SourceFile } from '#core/improvements/candidate/candidate.ts';

/** The hottest function of the changed files, or else the first one that is changed: what the change is mainly about. */
export function mainPlace(
  changes: readonly SourceFile[],
  { finding, snapshot }: GenerationRequest,
): Pick<Proposal, 'path' | 'function'> {
  const before = snapshot.files.filter(
    ({ path }) => isSource(path) && changes.some((change) => change.path === path),
  );
  for (const hot of finding.hottest) {
    const file = before.find(({ path }) => path === hot.file);
    const name = file && functionAt(parseSource(file.path, file.text), hot)?.name;
    if (file && name !== undefined) return { path: file.path, function: name };
  }
  const changed = changedFunctions(
    changes.filter(({ path }) => before.some((file) => file.path === path)),
    before,
  );
  return changed[0] ?? { path: changes[0]?.path ?? '', function: '' };
}
