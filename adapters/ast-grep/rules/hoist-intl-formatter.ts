import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { isDeclared } from '../bindings.ts';
import { isInFunction } from '../loops.ts';
import { oncePer } from '../once-per.ts';
import { isOneOf, type Node, nodesOf, same } from '../syntax.ts';
import { isPlainMember } from '../types.ts';
import { hoistToModule } from './hoist-to-module.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

const formatters = [
  'NumberFormat',
  'DateTimeFormat',
  'Collator',
  'PluralRules',
  'RelativeTimeFormat',
  'ListFormat',
  'DisplayNames',
];

/** `new Intl.NumberFormat('de', { ... })` in a function loads the locale's data on each call. */
export const hoistIntlFormatter: Rewrite = {
  name: 'hoist-intl-formatter',
  title: (name) => `Create the formatter of ${name} once`,
  rationale:
    'Each call created a new formatter, which loads its locale. All its arguments are literals and a formatter keeps ' +
    'no state, so that one for the module gives the same answers.',
  message:
    'Each call creates a formatter, which loads the data of its locale: some ten times the time of formatting.',
  notWorthIt: 'A function that is called a few times a minute may create what it likes.',
  hint: /\bnew Intl\./,
  find: (within, context) =>
    nodesOf(within, 'new_expression').flatMap((creation) => asMatch(creation, context) ?? []),
};

function asMatch(creation: Node, context: RuleContext): Match | undefined {
  const kind = formatterKind(creation);
  if (!kind || !isFixed(creation, kind) || !isInFunction(creation)) return undefined;
  if (isDeclared(context.root, 'Intl') || isReplacedAnywhere(context.files)) return undefined;
  const names = [kind.charAt(0).toLowerCase() + kind.slice(1), `hoisted${kind}`];
  const edits = hoistToModule(creation, context, { names, isConsulted });
  return edits && { node: creation, edits };
}

function formatterKind(creation: Node): string | undefined {
  const name = creation.field('constructor')?.text() ?? '';
  const [, kind] = name.split('Intl.');
  return kind && name === `Intl.${kind}` && formatters.includes(kind) ? kind : undefined;
}

/** All arguments are literals, the locale is given, and a date's time zone does not come from the environment. */
function isFixed(creation: Node, kind: string): boolean {
  const [locale, options, ...more] = creation.field('arguments')?.namedChildren() ?? [];
  if (!locale?.is('string') || !isLocale(locale.text().slice(1, -1)) || more.length > 0) return false;
  if (options && !(options.is('object') && options.namedChildren().every(isLiteralPair))) return false;
  const keys = options?.namedChildren().map((pair) => pair.field('key')?.text()) ?? [];
  return kind !== 'DateTimeFormat' || keys.includes('timeZone');
}

function isLiteralPair(pair: Node): boolean {
  const key = pair.is('pair') ? pair.field('key') : null;
  const value = pair.field('value');
  return (
    key?.is('property_identifier') === true &&
    value !== null &&
    isOneOf(value, ['string', 'number', 'true', 'false'])
  );
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The code only calls its methods. */
function isConsulted(use: Node): boolean {
  const member = use.parent();
  const call = member?.parent();
  if (!member || !isPlainMember(member) || !same(member.field('object'), use)) return false;
  return call?.is('call_expression') === true && same(call.field('function'), member);
}

const replaced = /\(\s*Intl\s*,|\bIntl\.\w+\s*=[^=]|globalThis\.Intl|['"]Intl['"]/;
const isReplacedAnywhere = oncePer((files: readonly SourceFile[]) =>
  files.some(({ text }) => text.includes('Intl') && replaced.test(text)),
);
