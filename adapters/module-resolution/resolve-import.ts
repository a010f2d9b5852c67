import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { createFileTree } from './file-tree.ts';
import { findInPackages, findInternal, findMain, readPackages } from './packages.ts';
import { createFindAlias } from './path-aliases.ts';

/** What an import leads to; `missing` if it names a file and none of the known ones is it. */
export type Resolution =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin' | 'missing' };

/** @param from path of the file that has the import. */
export type ResolveImport = (specifier: string, from: string) => Resolution;

/**
 * Resolves imports as compilers, bundlers and Node do it, among files in memory: paths, `./b.js` for `b.ts`, without extension,
 * a folder's index, `paths` and `baseUrl` of tsconfig.json, `imports` of package.json, and packages of the same repository.
 */
export function createResolveImport(files: readonly SourceFile[]): ResolveImport {
  const tree = createFileTree(files);
  const packages = readPackages(tree);
  const findAlias = createFindAlias(tree, packages);

  function findPath(path: string, from: string): string | undefined {
    const target = posix.join(path.startsWith('/') ? '.' : posix.dirname(from), path);
    const folder = packages.find((one) => posix.join(one.folder, '/') === posix.join(target, '/'));
    return tree.find(target) ?? (folder && findMain(tree, folder));
  }
  const findName = (name: string, from: string): string | undefined =>
    name.startsWith('#') ? findInternal(tree, packages, name, from) : findInPackages(tree, packages, name);

  return (specifier, from) => {
    const name = specifier.replace(/[?].*$/, '');
    const isPath = /^\.{0,2}\//.test(name) || /^\.{1,2}$/.test(name);
    const path = isPath ? findPath(name, from) : (findAlias(name, from) ?? findName(name, from));
    if (path !== undefined) return { kind: 'file', path };
    if (isBuiltin(name)) return { kind: 'builtin' };
    return isPath || name.startsWith('#') ? { kind: 'missing' } : { kind: 'package', name: packageOf(name) };
  };
}

const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
