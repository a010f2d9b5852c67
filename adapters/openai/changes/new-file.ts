import { specifiersOf } from '#adapters/ast-grep/imports.ts';
import { isSource, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { ResolveImport } from '#adapters/module-resolution/resolve-import.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { refuse } from '../refuse.ts';

/**
 * Refuses a new file that no service would want, or that nothing uses.
 * @param changes the whole change, with the file in it. @param files of the service, before the change.
 * @throws InvalidInput `model/new-file` or `model/unused-file`.
 */
export function checkNewFile(
  { path }: SourceFile,
  changes: readonly SourceFile[],
  files: readonly SourceFile[],
  resolve: ResolveImport,
): void {
  const steps = path.split('/');
  if (!isSource(path))
    refuse('new-file', `The new file ${path} is no source: its name should end with .ts, .js or the like.`);
  if (steps.some((step) => step.startsWith('.') || step === 'node_modules'))
    refuse('new-file', `The new file ${path} is in a place that no source is in: put it beside the others.`);
  const twin = files.find((file) => file.path.toLowerCase() === path.toLowerCase());
  if (twin)
    refuse(
      'new-file',
      `The new file ${path} differs from ${twin.path} by capital letters alone: give it another name.`,
    );
  const isUsed = changes.some(
    (change) =>
      change.path !== path &&
      specifiersOf(parseSource(change.path, change.text)).some((specifier) => {
        const found = resolve(specifier, change.path);
        return found.kind === 'file' && found.path === path;
      }),
  );
  if (!isUsed)
    refuse(
      'unused-file',
      `Nothing in the answer imports the new file ${path}: import it where it is used, or leave it out.`,
    );
}
