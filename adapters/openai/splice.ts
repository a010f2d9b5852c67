import { type NamedFunction, namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import {
  applyEdits,
  type Edit,
  endOf,
  isWellFormed,
  type Node,
  nodesOf,
  parseSource,
  same,
  startOf,
} from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { ModelAnswer } from './answer.ts';
import type { FunctionChoice } from './choose-function.ts';
import { importEdits } from './import-edits.ts';
import { refuse } from './refuse.ts';

/**
 * Replaces the chosen function with the answer's function.
 *
 * @returns the whole file after the change.
 * @throws InvalidInput `model/syntax`, `model/not-one-function`, `model/wrong-function`, `model/export-changed`,
 *   `model/unknown-import` or `model/unchanged`.
 */
export function splice(choice: FunctionChoice, answer: ModelAnswer, files: readonly SourceFile[]): string {
  const { file, target } = choice;
  const isMethod = target.node.is('method_definition');
  checkFunction(file.path, isMethod ? `class Around {\n${answer.code}\n}` : answer.code, target);
  const edits = [replacement(target, answer.code), ...importEdits(choice, answer.imports, files)];
  const text = applyEdits(file.text, edits);
  if (text === file.text) refuse('unchanged', `The answer does not change ${target.name}.`);
  if (!isWellFormed(file.path, text)) refuse('syntax', `With the answer ${file.path} cannot be compiled.`);
  return text;
}

function checkFunction(path: string, code: string, target: NamedFunction): void {
  if (!isWellFormed(path, code)) refuse('syntax', 'The code in the answer cannot be compiled.');
  const root = parseSource(path, code);
  const [statement, ...more] = membersOf(
    target.node.is('method_definition') ? (nodesOf(root, 'class_body')[0] ?? root) : root,
  );
  const written = namedFunctions(root).find(({ declaration }) => same(declaration, statement ?? null));
  if (!written || more.length > 0) {
    refuse('not-one-function', `The answer should contain the function ${target.name} and nothing else.`);
  }
  if (written.name !== target.name) {
    refuse('wrong-function', `The answer rewrites ${written.name} instead of ${target.name}.`);
  }
  if (exportOf(written) !== exportOf(target)) {
    refuse('export-changed', `The answer changes how ${target.name} is exported.`);
  }
}

/** The comment above the function stays unless the answer has another one. */
function replacement({ declaration }: NamedFunction, code: string): Edit {
  const above = declaration.prev();
  const isReplaced = /^\/[/*]/.test(code) && above?.is('comment');
  return {
    startPos: startOf(isReplaced ? above : declaration),
    endPos: endOf(declaration),
    insertedText: code,
  };
}

function membersOf(node: Node): Node[] {
  return node.namedChildren().filter((child) => !child.is('comment') && !child.is('empty_statement'));
}

function exportOf({ declaration }: NamedFunction): string {
  return /^(export\s+)?(default\s+)?/.exec(declaration.text())?.[0].replace(/\s+/g, ' ') ?? '';
}
