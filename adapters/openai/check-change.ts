import { posix } from 'node:path';
import { isWellFormed, type Node, nodesOf, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses a change that no gate needs to see.
 * @param files of the service, before the change.
 * @throws InvalidInput `model/left-out`, `model/syntax`, `model/export-changed` or `model/unknown-import`.
 */
export function checkChange({ path, text }: SourceFile, files: readonly SourceFile[]): void {
  const before = files.find((file) => file.path === path)?.text ?? '';
  refuseLeftOut(path, before, text);
  if (!isWellFormed(path, text, before)) refuse('syntax', `With the answer ${path} cannot be compiled.`);
  const [was, is] = [before, text].map((version) => parseSource(path, version)) as [Node, Node];
  const exported = new Set(exportsOf(is));
  const lost = exportsOf(was).find((name) => !exported.has(name));
  if (lost !== undefined) refuse('export-changed', `The answer changes how ${path} exports ${lost}.`);
  const known = new Set(specifiersIn(was));
  for (const specifier of specifiersIn(is))
    if (!known.has(specifier) && !isKnown(specifier, path, files))
      refuse(
        'unknown-import',
        `The answer imports what the service does not use: ${specifier.slice(0, 120)}`,
      );
}

const ellipsis = /^\s*(?:(?:\/\/|\/\*+|\{\/\*)\s*)?(?:\.{3}|…)(?![\w$#[({'"`]).*$/gm;

/** A comment that stands for code would delete what it stands for. */
function refuseLeftOut(path: string, before: string, after: string): void {
  const found = after.match(ellipsis)?.find((line) => !before.includes(line.trim()));
  if (found !== undefined)
    refuse(
      'left-out',
      `The answer leaves code of ${path} out at "${found.trim().slice(0, 80)}": write all lines.`,
    );
}

/** What a file exports, with how: by name, as the default, or all of another file. */
function exportsOf(root: Node): readonly string[] {
  return nodesOf(root, 'export_statement').flatMap((statement) => {
    const declared = statement.field('declaration');
    if (/^export\s+default\b/.test(statement.text())) return ['its default'];
    if (declared) {
      const name = declared.field('name')?.text();
      return name === undefined ? nodesOf(declared, 'variable_declarator').flatMap(nameOf) : [name];
    }
    const listed = nodesOf(statement, 'export_specifier').map(
      (one) => (one.field('alias') ?? one.field('name'))?.text() ?? '',
    );
    return listed.length > 0 ? listed : [statement.text()];
  });
}

const nameOf = (declarator: Node): string[] => {
  const name = declarator.field('name');
  return name?.is('identifier') ? [name.text()] : [];
};

/** Of imports, and of calls of `require` and `import`. */
function specifiersIn(root: Node): readonly string[] {
  const statements = nodesOf(root, 'import_statement', 'export_statement').flatMap(
    (statement) => statement.field('source')?.text() ?? [],
  );
  const calls = nodesOf(root, 'call_expression')
    .filter((call) => /^(?:require|import)\(/.test(call.text()))
    .map((call) => call.field('arguments')?.text().slice(1, -1).trim() ?? '');
  return [...statements, ...calls].map((quoted) => quoted.replace(/^(['"`])(.*)\1$/s, '$2'));
}

const extensions = ['', '.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.cjs'];

/** Files of the service, and packages that it uses already: a candidate must not add a dependency. */
function isKnown(specifier: string, path: string, files: readonly SourceFile[]): boolean {
  if (specifier.startsWith('.')) {
    const named = posix.join(posix.dirname(path), specifier);
    const stems = [named, named.replace(/\.([cm]?)jsx?$/, ''), `${named}/index`];
    return files.some((file) => stems.some((stem) => extensions.some((end) => file.path === stem + end)));
  }
  const imported = new RegExp(`(?:from|import|require\\(|import\\()\\s*(['"])${RegExp.escape(specifier)}\\1`);
  return files.some(({ text }) => imported.test(text));
}
