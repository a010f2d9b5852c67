import { specifiersOf } from '#adapters/ast-grep/imports.ts';
import { isWellFormed, type Node, parseSource } from '#adapters/ast-grep/syntax.ts';
import { createResolveImport, type ResolveImport } from '#adapters/module-resolution/resolve-import.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { refuse } from '../refuse.ts';
import { withoutHidden } from '../untrusted.ts';
import { exportsOf } from './exports.ts';
import { isKnown } from './imports.ts';
import { refuseLeftOut } from './left-out.ts';
import { checkNewFile } from './new-file.ts';
import { refuseOtherSignatures } from './signatures.ts';
import { refuseTooLarge } from './size.ts';

/**
 * Refuses a change that no gate needs to see.
 * @param files of the service, before the change. @param context files that are only read: they say what an import means.
 * @throws InvalidInput `model/too-large`, `model/left-out`, `model/hidden-characters`, `model/syntax`, `model/export-changed`,
 *   `model/signature-changed`, `model/unknown-import`, `model/new-file` or `model/unused-file`.
 */
export function checkChange(
  changes: readonly SourceFile[],
  files: readonly SourceFile[],
  context: readonly SourceFile[] = [],
): void {
  const known = new Map(files.map(({ path, text }) => [path, text]));
  const added = changes.filter(({ path }) => !known.has(path));
  const resolve = createResolveImport([...files, ...context, ...added]);
  for (const { path, text } of changes) refuseTooLarge(path, known.get(path) ?? '', text);
  for (const file of added) checkNewFile(file, changes, files, resolve);
  for (const { path, text } of changes) {
    const before = known.get(path) ?? '';
    refuseLeftOut(path, before, text);
    refuseHidden(path, before, text);
    if (!isWellFormed(path, text, before))
      refuse('syntax', `With the answer ${path} cannot be compiled: write complete, correct lines.`);
    const [was, is] = [before, text].map((version) => parseSource(path, version)) as [Node, Node];
    refuseLostExports(path, was, is);
    refuseOtherSignatures(path, was, is);
    refuseNewPackages(path, [was, is], files, resolve);
  }
}

/** Lines with such characters may be kept, but neither written nor changed. */
function refuseHidden(path: string, before: string, after: string): void {
  const [was, is] = [before, after].map((text) => text.replace(/^\ufeff/, '').split('\n')) as [
    string[],
    string[],
  ];
  const known = new Set(was);
  if (is.some((line) => !known.has(line) && withoutHidden(line) !== line))
    refuse('hidden-characters', `The code for ${path} contains hidden characters: write them as escapes.`);
}

function refuseLostExports(path: string, was: Node, is: Node): void {
  const exported = new Set(exportsOf(is));
  const lost = exportsOf(was).find((name) => !exported.has(name));
  if (lost !== undefined)
    refuse(
      'export-changed',
      `The answer changes how ${path} exports ${lost}: other files need it as it was.`,
    );
}

function refuseNewPackages(
  path: string,
  [was, is]: readonly [Node, Node],
  files: readonly SourceFile[],
  resolve: ResolveImport,
): void {
  const known = new Set(specifiersOf(was));
  const added = specifiersOf(is).find(
    (specifier) => !known.has(specifier) && !isKnown(specifier, path, resolve, files),
  );
  if (added !== undefined)
    refuse(
      'unknown-import',
      `The answer imports in ${path} what the service does not use: ${added.slice(0, 120)}. Use what it has.`,
    );
}
