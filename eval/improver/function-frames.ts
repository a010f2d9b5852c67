import { type ParserOptions, parseSync } from 'oxc-parser';

/** A function of a file, and what a CPU profile says of it. */
export interface FunctionFrame {
  /** As V8 infers it; empty where it finds none. */
  readonly name: string;
  /** 1-based, where its parameters begin. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The kinds of syntax that hold it, innermost first. */
  readonly form: string;
}

/** The parts of a syntax node that this file reads. */
interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * Every function of a file with a body, found by another parser than the one that the improver uses.
 * @returns what the parser does not understand, if it does not understand the file.
 */
export function functionFrames(path: string, text: string): readonly FunctionFrame[] | string {
  const program = parsed(path, text);
  if (typeof program === 'string') return program;
  const lineOf = linesOf(text);
  const found: FunctionFrame[] = [];
  visit(program, [], (node, around) => {
    if (!functions.includes(node.type) || !isSyntax(node.body)) return;
    const { start, end } = node;
    found.push({
      name: nameOf(node, around),
      line: lineOf(parametersOf(node)),
      start,
      end,
      form: formOf(around),
    });
  });
  return found;
}

function parsed(path: string, text: string): Syntax | string {
  const lang = /\.[cm]?ts$/.test(path) ? 'ts' : path.endsWith('.tsx') ? 'tsx' : 'jsx';
  const attempts: readonly ParserOptions[] = [{ lang }, { lang, sourceType: 'commonjs' }, { lang: 'tsx' }];
  let complaint: string | undefined;
  for (const options of attempts) {
    const { errors, program } = parseSync(path, text, options);
    const [error] = errors;
    if (!error) return program as unknown as Syntax;
    complaint ??= error.message;
  }
  return complaint ?? '';
}

function visit(
  node: Syntax,
  around: readonly Syntax[],
  onNode: (node: Syntax, around: readonly Syntax[]) => void,
): void {
  onNode(node, around);
  for (const part of Object.values(node).flat()) if (isSyntax(part)) visit(part, [node, ...around], onNode);
}

const isSyntax = (part: unknown): part is Syntax =>
  typeof part === 'object' && part !== null && 'type' in part && 'start' in part;

/** V8 places a function where its parameters begin, and an arrow function where it begins. */
function parametersOf(node: Syntax): number {
  if (node.type === 'ArrowFunctionExpression') return node.start;
  const name = [node.typeParameters, node.id].find(isSyntax);
  return name ? name.end : node.start;
}

function nameOf(node: Syntax, [parent]: readonly Syntax[]): string {
  if (isSyntax(node.id)) return keyOf(node.id);
  switch (parent?.type) {
    case 'VariableDeclarator':
      return keyOf(parent.id);
    case 'AssignmentExpression':
      return keyOf(parent.left);
    case 'AssignmentPattern':
      return keyOf(parent.left);
    case 'Property':
    case 'MethodDefinition':
      return (parent.kind === 'get' || parent.kind === 'set' ? `${parent.kind} ` : '') + keyOf(parent.key);
    case 'PropertyDefinition':
      return keyOf(parent.key);
    default:
      return '';
  }
}

function keyOf(key: unknown): string {
  if (!isSyntax(key)) return '';
  if (key.type === 'MemberExpression')
    return [keyOf(key.object), keyOf(key.property)].filter(Boolean).join('.');
  const name = typeof key.name === 'string' ? key.name : key.value;
  if (typeof name !== 'string') return '';
  return key.type === 'PrivateIdentifier' ? `#${name}` : name;
}

/** Up to the statement, the member or the function around. */
function formOf(around: readonly Syntax[]): string {
  const end = around.findIndex(({ type }) => /Statement$|Declaration$|Definition$|Function/.test(type));
  return around
    .slice(0, end + 1)
    .map(({ type }) => type)
    .join(' < ');
}

function linesOf(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const next = starts.findIndex((start) => start > offset);
    return next < 0 ? starts.length : next;
  };
}
