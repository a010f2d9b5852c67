import {
  isMember,
  isReplaceable,
  type NamedFunction,
  namedFunctions,
} from '#adapters/ast-grep/named-functions.ts';
import {
  applyEdits,
  type Edit,
  endOf,
  isOneOf,
  isWellFormed,
  type Node,
  nodesOf,
  parseSource,
  same,
  startOf,
} from '#adapters/ast-grep/syntax.ts';
import type { Rewrite } from './answer.ts';
import type { FunctionChoice } from './choose-function.ts';
import { lineEndOf } from './line-end.ts';
import { refuse } from './refuse.ts';

/**
 * Replaces the chosen function with the answer's function.
 *
 * @returns the whole file after the change.
 * @throws InvalidInput `model/syntax`, `model/not-one-function`, `model/wrong-function`, `model/export-changed`,
 *   `model/no-whole-function`, `model/no-import` or `model/unchanged`.
 */
export function splice(choice: FunctionChoice, { code, imports }: Rewrite): string {
  const { file, target } = choice;
  if (!isReplaceable(target))
    refuse('no-whole-function', `${target.name} is part of a larger statement: answer with edits.`);
  checkFunction(file.path, code, target);
  const edits = [replacement(target, code, file.text), ...importEdits(choice, imports)];
  const lineEnd = lineEndOf(file.text);
  const text = applyEdits(
    file.text,
    edits.map((edit) => ({ ...edit, insertedText: edit.insertedText.replaceAll('\n', lineEnd) })),
  );
  if (text === file.text) refuse('unchanged', `The answer does not change ${target.name}.`);
  return text;
}

function checkFunction(path: string, code: string, target: NamedFunction): void {
  const alone = (text: string) => (isMember(target) ? `class Around {\n${text}\n}` : text);
  if (!isWellFormed(path, alone(code), alone(target.declaration.text())))
    refuse('syntax', 'The code in the answer cannot be compiled.');
  const root = parseSource(path, alone(code));
  const [statement, ...more] = membersOf(isMember(target) ? (nodesOf(root, 'class_body')[0] ?? root) : root);
  const written = namedFunctions(root).find(({ declaration }) => same(declaration, statement ?? null));
  if (!written || more.length > 0) {
    refuse(
      'not-one-function',
      `The answer should contain the function ${target.name} and nothing else, or edits.`,
    );
  }
  if (written.name !== target.name) {
    refuse('wrong-function', `The answer rewrites ${written.name} instead of ${target.name}.`);
  }
  if (exportOf(written) !== exportOf(target)) {
    refuse('export-changed', `The answer changes how ${target.name} is exported.`);
  }
}

/** The comment and the decorators above the function stay unless the answer has others. */
function replacement({ declaration }: NamedFunction, code: string, text: string): Edit {
  let first = declaration;
  for (let above = first.prev(); above !== null && isReplaced(above, code); above = first.prev())
    first = above;
  const end = endOf(declaration);
  // What separates members is not theirs, but answers have it.
  const insertedText = /[;,]/.test(text[end] ?? '') ? code.replace(/[;,]$/, '') : code;
  return { startPos: startOf(first), endPos: end, insertedText };
}

function isReplaced(above: Node, code: string): boolean {
  return (above.is('decorator') && /^\s*@\w/m.test(code)) || (above.is('comment') && /^\/[/*]/.test(code));
}

/** Adds imports below the file's existing ones. */
function importEdits({ file, root }: FunctionChoice, code: string): Edit[] {
  const statements = membersOf(parseSource(file.path, code));
  if (statements.some((statement) => !statement.is('import_statement')))
    refuse('no-import', 'The block of imports in the answer has something else in it.');
  const added = statements.map((statement) => statement.text()).filter((text) => !file.text.includes(text));
  if (added.length === 0) return [];
  const last = nodesOf(root, 'import_statement').at(-1);
  const text = added.join('\n');
  const place = last ? endOf(last) : 0;
  return [{ startPos: place, endPos: place, insertedText: last ? `\n${text}` : `${text}\n\n` }];
}

function membersOf(node: Node): Node[] {
  return node.namedChildren().filter((child) => !isOneOf(child, ['comment', 'decorator', 'empty_statement']));
}

function exportOf({ declaration }: NamedFunction): string {
  return /^(export\s+)?(default\s+)?/.exec(declaration.text())?.[0].replace(/\s+/g, ' ') ?? '';
}
