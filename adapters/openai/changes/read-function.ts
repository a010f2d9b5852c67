import { isMember, type NamedFunction, namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import {
  isOneOf,
  isWellFormed,
  type Node,
  nodesOf,
  parseSource,
  same,
  startOf,
} from '#adapters/ast-grep/syntax.ts';
import { refuse } from '../refuse.ts';

/** What may stand above a function and belongs to it. */
export type Head = 'comment' | 'decorator' | 'overload';

/**
 * Reads the answer's version of a function.
 * @returns what stands above it in the answer.
 * @throws InvalidInput `model/syntax`, `model/not-one-function`, `model/wrong-function` or `model/export-changed`.
 */
export function readFunction(path: string, code: string, target: NamedFunction): ReadonlySet<Head> {
  const alone = (text: string) => (isMember(target) ? `class Around {\n${text}\n}` : text);
  if (!isWellFormed(path, alone(code), alone(target.declaration.text())))
    refuse('syntax', 'The code in the answer cannot be compiled: write the whole function, correctly.');
  const root = parseSource(path, alone(code));
  const parts = (isMember(target) ? (nodesOf(root, 'class_body')[0] ?? root) : root).namedChildren();
  const [statement, ...more] = parts.filter((part) => headOf(part) === null && !part.is('empty_statement'));
  const written = namedFunctions(root).find(({ declaration }) => same(declaration, statement ?? null));
  if (!written || more.length > 0)
    refuse(
      'not-one-function',
      `The answer should contain the function ${target.name} and nothing else, or edits.`,
    );
  if (written.name !== target.name)
    refuse('wrong-function', `The answer rewrites ${written.name} instead of ${target.name}: keep its name.`);
  if (formOf(written) !== formOf(target))
    refuse('export-changed', `The answer changes how ${target.name} is declared or exported: keep it.`);
  const above = parts.filter((part) => startOf(part) < startOf(written.declaration));
  return new Set(above.flatMap((part) => headOf(part) ?? []));
}

/** Null for what is no head. */
export function headOf(node: Node): Head | null {
  if (node.is('comment')) return 'comment';
  if (node.is('decorator')) return 'decorator';
  const declared = node.is('export_statement') ? node.field('declaration') : node;
  return declared && isOneOf(declared, ['function_signature', 'method_signature']) ? 'overload' : null;
}

/** How others reach a function: its `export`, or that it is a getter, a setter or static. */
function formOf({ declaration }: NamedFunction): string {
  const text = declaration.text();
  if (declaration.is('method_definition'))
    return (
      text
        .slice(0, text.indexOf('('))
        .match(/\b(?:static|get|set)\b(?=\s)/g)
        ?.join(' ') ?? ''
    );
  return /^(export\s+)?(default\s+)?/.exec(text)?.[0].replace(/\s+/g, ' ') ?? '';
}
