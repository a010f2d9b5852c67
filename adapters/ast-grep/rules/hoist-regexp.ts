import { isDeclared } from '../bindings.ts';
import { asMethodCall } from '../calls.ts';
import { isInFunction } from '../loops.ts';
import { type Node, nodesOf, same } from '../syntax.ts';
import { hoistToModule } from './hoist-to-module.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `new RegExp('^a+$').test(text)` in a function parses the pattern on each call. */
export const hoistRegexp: Rewrite = {
  name: 'hoist-regexp',
  title: (name) => `Parse the pattern of ${name} once`,
  message: 'Each call parses a pattern that never changes.',
  rationale:
    'Each call created the regular expression from the same literals. Without the flags g and y it keeps no state ' +
    'between two uses, and only its answers are used, so that one for the module gives the same answers.',
  notWorthIt:
    'The engine remembers patterns that it parsed lately: only a function that runs very often gains.',
  hint: /\bnew RegExp\(/,
  find: (within, context) =>
    nodesOf(within, 'new_expression').flatMap((creation) => asMatch(creation, context) ?? []),
};

function asMatch(creation: Node, context: RuleContext): Match | undefined {
  if (creation.field('constructor')?.text() !== 'RegExp' || !isInFunction(creation)) return undefined;
  if (isDeclared(context.root, 'RegExp') || !isFixed(creation)) return undefined;
  const edits = hoistToModule(creation, context, { names: ['pattern', 'hoistedPattern'], isConsulted });
  return edits && { node: creation, edits };
}

/** All arguments are literals that make a pattern without state. */
function isFixed(creation: Node): boolean {
  const [pattern, flags, ...more] = creation.field('arguments')?.namedChildren() ?? [];
  const source = pattern && stringOf(pattern);
  const options = flags ? stringOf(flags) : '';
  if (source === undefined || options === undefined || more.length > 0 || /[gy]/.test(options)) return false;
  return isPattern(source, options);
}

function stringOf(literal: Node): string | undefined {
  if (!literal.is('string')) return undefined;
  try {
    return JSON.parse(`"${literal.text().slice(1, -1).replaceAll('"', String.raw`\"`)}"`) as string;
  } catch {
    return undefined;
  }
}

/** An invalid pattern throws where it is created, which must stay where it was. */
function isPattern(source: string, options: string): boolean {
  try {
    return new RegExp(source, options).flags === options;
  } catch {
    return false;
  }
}

const ofPatterns = ['test', 'exec'];
const ofStrings = ['match', 'replace', 'search', 'split'];

function isConsulted(use: Node): boolean {
  const parent = use.parent();
  const outer = parent?.parent();
  const call = outer && asMethodCall(outer);
  if (!call) return false;
  if (same(call.receiver, use)) return ofPatterns.includes(call.method);
  return ofStrings.includes(call.method) && same(call.arguments[0] ?? null, use);
}
