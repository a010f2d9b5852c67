import type { ResolveImport } from '#adapters/module-resolution/resolve-import.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/**
 * Whether an import leads to something that is there: a file of the service or of the change, a package that the service uses,
 * or a module of Node. A candidate must not add a dependency; what a module of Node may do is weighed as a risk.
 *
 * @param resolve knows the files of the change, too. @param files of the service, before the change.
 */
export function isKnown(
  specifier: string,
  from: string,
  resolve: ResolveImport,
  files: readonly SourceFile[],
): boolean {
  const { kind } = resolve(specifier, from);
  if (kind !== 'package') return kind !== 'missing';
  const imported = new RegExp(`(?:from|import|require\\(|import\\()\\s*(['"])${RegExp.escape(specifier)}\\1`);
  return files.some(({ text }) => imported.test(text));
}
