import type { NamedFunction } from '#adapters/ast-grep/named-functions.ts';
import { applyEdits, type Edit, endOf, isOneOf, type Node, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { FunctionChoice } from '../choose-function.ts';
import { mayBeRewritten } from '../context/shown-target.ts';
import { refuse } from '../refuse.ts';
import { endOfCode, startWithHeads } from './extent.ts';
import { layoutOf } from './layout.ts';
import { type Head, headOf, readFunction } from './read-function.ts';

/** The chosen function, written again as a whole. */
export interface Rewrite {
  /** The whole function. */
  readonly code: string;
  /** Import statements, or empty. */
  readonly imports: string;
}

/**
 * Replaces the chosen function with the answer's function.
 *
 * @returns the whole file after the change.
 * @throws InvalidInput `model/syntax`, `model/not-one-function`, `model/wrong-function`, `model/export-changed`,
 *   `model/no-whole-function`, `model/no-import` or `model/unchanged`.
 */
export function splice(choice: FunctionChoice, { code, imports }: Rewrite): string {
  const { file, target } = choice;
  if (!mayBeRewritten(choice))
    refuse(
      'no-whole-function',
      `${target.name} is very long, or part of a larger statement: answer with edits.`,
    );
  const heads = readFunction(file.path, code, target);
  const edits = [replacement(target, code, heads, file.text), ...importEdits(choice, imports)];
  const { lineEnd } = layoutOf(file.text);
  const text = applyEdits(
    file.text,
    edits.map((edit) => ({ ...edit, insertedText: edit.insertedText.replaceAll('\n', lineEnd) })),
  );
  if (text === file.text) refuse('unchanged', `The answer does not change ${target.name}.`);
  return text;
}

/** Comments, decorators and overloads above the function stay unless the answer has others. */
function replacement(
  { declaration }: NamedFunction,
  code: string,
  heads: ReadonlySet<Head>,
  text: string,
): Edit {
  const startPos = startWithHeads(declaration, (above) => {
    const head = headOf(above);
    return head !== null && heads.has(head);
  });
  const endPos = endOfCode(declaration);
  // What separates members is not theirs, but answers have it.
  const insertedText = /[;,]/.test(text[endPos] ?? '') ? code.replace(/[;,]$/, '') : code;
  return { startPos, endPos, insertedText };
}

/** Adds imports below the file's existing ones. */
function importEdits({ file, root }: FunctionChoice, code: string): Edit[] {
  const statements = parseSource(file.path, code)
    .namedChildren()
    .filter((child) => !isOneOf(child, ['comment', 'empty_statement']));
  if (!statements.every(isImport))
    refuse(
      'no-import',
      'The block of imports in the answer has something else in it: put imports alone there.',
    );
  const added = statements.map((statement) => statement.text()).filter((text) => !file.text.includes(text));
  if (added.length === 0) return [];
  const last = root.namedChildren().findLast(isImport);
  const text = added.join('\n');
  if (!last) return [insertion(startOfCode(root, file.text), `${text}\n\n`)];
  return [insertion(endOf(last), `\n${text}`)];
}

const insertion = (place: number, insertedText: string): Edit => ({
  startPos: place,
  endPos: place,
  insertedText,
});

/** `import a from 'b'`, or `const a = require('b')`. */
const isImport = (statement: Node): boolean =>
  statement.is('import_statement') ||
  (isOneOf(statement, ['lexical_declaration', 'variable_declaration']) &&
    /=\s*require\([^)]*\)(?:\.[\w$]+)*;?$/.test(statement.text()));

/** Below what has to be first: a byte order mark, `#!/usr/bin/env node`, `'use strict'`. */
function startOfCode(root: Node, text: string): number {
  const first = root
    .namedChildren()
    .findLast(
      (child, i) => child.is('hash_bang_line') || (i < 2 && /^(['"])use strict\1;?$/.test(child.text())),
    );
  if (first) return text.indexOf('\n', endOf(first)) + 1;
  return text.startsWith('\ufeff') ? 1 : 0;
}
