import { posix } from 'node:path';
import { type Edit, endOf, type Node, nodesOf, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { FunctionChoice } from './choose-function.ts';
import { refuse } from './refuse.ts';

/**
 * Adds imports below the file's existing ones.
 * @throws InvalidInput `model/unknown-import` for anything except an import of a file or of a package that the
 * service already uses: a candidate must not add a dependency.
 */
export function importEdits(choice: FunctionChoice, code: string, files: readonly SourceFile[]): Edit[] {
  const statements = parseSource(choice.file.path, code)
    .namedChildren()
    .filter((child) => !child.is('comment'));
  const added = statements.filter((statement) => !choice.file.text.includes(statement.text()));
  for (const statement of statements) {
    if (!isKnown(statement, choice.file.path, files)) {
      refuse(
        'unknown-import',
        `The answer imports a package that the service does not use: ${statement.text().slice(0, 120)}`,
      );
    }
  }
  if (added.length === 0) return [];
  const last = nodesOf(choice.root, 'import_statement').at(-1);
  const text = added.map((statement) => statement.text()).join('\n');
  const place = last ? endOf(last) : 0;
  return [{ startPos: place, endPos: place, insertedText: last ? `\n${text}` : `${text}\n\n` }];
}

function isKnown(statement: Node, path: string, files: readonly SourceFile[]): boolean {
  const source = statement.is('import_statement') ? statement.field('source')?.text() : undefined;
  if (!source) return false;
  const specifier = source.slice(1, -1);
  if (specifier.startsWith('.')) {
    const imported = posix.join(posix.dirname(path), specifier);
    return files.some((file) => file.path === imported);
  }
  return files.some(
    ({ text }) => text.includes(`from '${specifier}'`) || text.includes(`from "${specifier}"`),
  );
}
