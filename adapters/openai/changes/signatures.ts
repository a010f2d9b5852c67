import { isMember, namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import { isOneOf, type Node } from '#adapters/ast-grep/syntax.ts';
import { refuse } from '../refuse.ts';
import { exportsOf } from './exports.ts';

/** What callers of a function rely on, besides its name. */
interface Signature {
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Whether it gives a promise, also without being asynchronous. */
  readonly givesPromise: boolean;
  /** Parameters that must be given, and that may be. */
  readonly least: number;
  readonly most: number;
}

/**
 * Callers outside of the change must still be able to call what a file exports.
 * @throws InvalidInput `model/signature-changed`.
 */
export function refuseOtherSignatures(path: string, before: Node, after: Node): void {
  const now = signaturesIn(after);
  for (const [name, was] of signaturesIn(before)) {
    const is = now.get(name);
    const change = is && changeOf(was, is);
    if (change)
      refuse(
        'signature-changed',
        `In ${path} the answer ${change} ${name}: what is exported is called as before.`,
      );
  }
}

function changeOf(was: Signature, is: Signature): string | undefined {
  if (is.isGenerator !== was.isGenerator) return 'changes between function and generator';
  if (is.isAsync && !was.isAsync && !was.givesPromise) return 'makes async';
  if (is.least > was.least) return 'adds a parameter that must be given to';
  if (is.most < was.most) return 'removes a parameter from';
  return undefined;
}

function signaturesIn(root: Node): ReadonlyMap<string, Signature> {
  const exported = new Set(exportsOf(root));
  const functions = namedFunctions(root).filter(
    (one) => !isMember(one) && one.declaration.parent()?.is('program'),
  );
  return new Map(
    functions
      .map(({ name, node }) => [name === 'exports' ? 'module.exports' : name, signatureOf(node)] as const)
      .filter(([name]) => exported.has(name)),
  );
}

function signatureOf(node: Node): Signature {
  const text = node.text();
  const parameters = parametersOf(node);
  const isAsync = /^async\b/.test(text);
  return {
    isAsync,
    isGenerator: isOneOf(node, ['generator_function', 'generator_function_declaration']),
    givesPromise: isAsync || /\bPromise\b|\.then\(/.test(text),
    least: parameters.findLastIndex((one) => !isOptional(one)) + 1,
    most: parameters.some(isRest) ? Number.POSITIVE_INFINITY : parameters.length,
  };
}

function parametersOf(node: Node): readonly Node[] {
  const only = node.field('parameter');
  if (only) return [only];
  const listed = node.field('parameters')?.namedChildren() ?? [];
  return listed.filter((one) => !one.is('comment') && one.field('pattern')?.text() !== 'this');
}

const isRest = (parameter: Node): boolean => parameter.field('pattern')?.is('rest_pattern') ?? false;

const isOptional = (parameter: Node): boolean =>
  parameter.is('optional_parameter') || parameter.field('value') !== null || isRest(parameter);
