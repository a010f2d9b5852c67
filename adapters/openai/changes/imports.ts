import { posix } from 'node:path';
import { type Node, nodesOf } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/** Of imports, and of calls of `require` and `import`. */
export function specifiersIn(root: Node): readonly string[] {
  const statements = nodesOf(root, 'import_statement', 'export_statement').flatMap(
    (statement) =>
      statement.field('source')?.text() ??
      nodesOf(statement, 'import_require_clause')[0]?.field('source')?.text() ??
      [],
  );
  const calls = nodesOf(root, 'call_expression')
    .filter((call) => /^(?:require|import)\(/.test(call.text()))
    .map((call) => call.field('arguments')?.text().slice(1, -1).trim() ?? '');
  return [...statements, ...calls].map((quoted) => quoted.replace(/^(['"`])(.*)\1$/s, '$2'));
}

const extensions = ['', '.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.cjs', '.cts'];

/** Whether a file's import means the file `path`, perhaps by its built name, or none or a part of it. */
export function imports(specifier: string, from: string, path: string): boolean {
  if (!specifier.startsWith('.')) return false;
  const named = posix.join(posix.dirname(from), specifier);
  const stems = [named, named.replace(/\.([cm]?)jsx?$/, ''), `${named}/index`];
  return stems.some((stem) => extensions.some((end) => path === stem + end));
}

/**
 * Files of the service and of the change, and packages that the service uses: a candidate must not add a dependency.
 * @param files of the service, before the change.
 */
export function isKnown(
  specifier: string,
  from: string,
  files: readonly SourceFile[],
  changes: readonly SourceFile[],
): boolean {
  if (specifier.startsWith('.'))
    return [...files, ...changes].some(({ path }) => imports(specifier, from, path));
  const imported = new RegExp(`(?:from|import|require\\(|import\\()\\s*(['"])${RegExp.escape(specifier)}\\1`);
  return files.some(({ text }) => imported.test(text));
}
