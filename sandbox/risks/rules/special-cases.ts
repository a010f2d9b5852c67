import type { Shape } from '../../syntax/parse-program.ts';
import { constantText } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Texts by which code tells where it runs. */
const environment =
  /^(?:test|testing|prod|production|dev|development|staging|sandbox|canary|ci|box|::1)$|NODE_ENV|vitest|mocha|\bjest\b|ironclaw|localhost|127\.0\.0\.1|0\.0\.0\.0|bubblewrap|\bbwrap\b|dockerenv|codebuild|github_actions|\/proc\/|\/sys\/|\/etc\//i;

/** Texts that mean something to the language or its encodings, not to the service. */
const technical =
  /^(?:undefined|object|boolean|number|string|function|symbol|bigint|default|utf-?8|utf16le|ascii|latin1|binary|hex|base64|base64url|use strict)$/i;

/** Below it a number is a position, a remainder or a small size. */
const smallNumber = 9;
/** Below it a limit is reached by made-up calls with longer lists. */
const smallLimit = 100;

/**
 * Texts and numbers that single out some inputs. A faster way to compute the same needs no new words; one that is right but for
 * one customer, one word or one size does.
 */
export function* specialCases(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (isPartOfLonger(node, module) || isSpecifier(node, module)) continue;
    const text = textIn(node, module);
    if (text !== null && environment.test(text))
      yield factAt(module, node, 'environment', JSON.stringify(text), { isOnce: true, isAnywhere: true });
    else if (text !== null && /[\p{L}\p{N}]{3}/u.test(text) && !technical.test(text))
      yield factAt(module, node, 'special cases', JSON.stringify(text), { isOnce: true, isAnywhere: true });
    const number =
      node.type === 'BinaryExpression' || node.type === 'SwitchCase' ? numberIn(node, module) : null;
    if (number !== null)
      yield factAt(module, node, 'special cases', module.textOf(node).slice(0, 100), {
        identity: number,
        isOnce: true,
        isAnywhere: true,
      });
  }
}

function textIn(node: Shape, module: SourceModule): string | null {
  if (node.type === 'Literal' && node.regex) return node.regex.pattern;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type === 'TemplateElement') return node.value.cooked;
  return node.type === 'BinaryExpression' || node.type === 'CallExpression'
    ? constantText(node, module)
    : null;
}

/** `'VI' + 'P'` is one text. */
function isPartOfLonger(node: Shape, module: SourceModule): boolean {
  const parent = module.parentOf(node);
  return parent?.type === 'BinaryExpression' && constantText(parent, module) !== null;
}

/** Names of modules and of properties that are written as texts are examined elsewhere. */
function isSpecifier(node: Shape, module: SourceModule): boolean {
  const { parent, key } = module.placed(node);
  return key === 'source' || (key === 'key' && parent?.computed !== true) || parent?.directive !== undefined;
}

/** The number that a comparison singles out. */
function numberIn(node: Shape, module: SourceModule): string | null {
  if (node.type === 'SwitchCase') return node.test ? singledOut(node.test, smallNumber, module) : null;
  // A table that is computed when the module loads has a size.
  if (module.parentOf(node)?.type === 'ForStatement' && module.placeOf(node) === '') return null;
  const least = /^[!=]==?$/.test(node.operator)
    ? smallNumber
    : /^[<>]=?$/.test(node.operator)
      ? smallLimit
      : null;
  if (least === null || isCharacterCode(node.left, module) || isCharacterCode(node.right, module))
    return null;
  return singledOut(node.left, least, module) ?? singledOut(node.right, least, module);
}

function singledOut(node: Shape, least: number, module: SourceModule): string | null {
  const { raw, value } = literalOf(node, module);
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  return value > least || !Number.isInteger(Number(value)) ? String(raw) : null;
}

/** A literal, a literal with a sign, or a constant that is one. */
function literalOf(node: Shape, module: SourceModule): { readonly raw?: string; readonly value?: unknown } {
  if (node.type === 'Literal') return { raw: node.raw, value: node.value };
  if (node.type === 'UnaryExpression') return literalOf(node.argument, module);
  const declared = node.type === 'Identifier' ? module.scopes.bindingOf(node)?.declaration : undefined;
  return declared?.init?.type === 'Literal' ? { raw: declared.init.raw, value: declared.init.value } : {};
}

/** Codes of characters are compared with numbers in every parser. */
function isCharacterCode(node: Shape, module: SourceModule): boolean {
  if (node.type === 'CallExpression')
    return /^(?:charCodeAt|codePointAt)$/.test(node.callee.property?.name ?? '');
  const declared = node.type === 'Identifier' ? module.scopes.bindingOf(node)?.declaration : undefined;
  return declared?.init ? isCharacterCode(declared.init, module) : false;
}
