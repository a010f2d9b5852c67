import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { bindingOf, isDeclared, referencesTo } from '../bindings.ts';
import { isInFunction } from '../loops.ts';
import { oncePer } from '../once-per.ts';
import { type Edit, endOf, isOneOf, type Node, nodesOf, same, startOf } from '../syntax.ts';
import { isPlainMember } from '../types.ts';
import { freeName } from './free-name.ts';
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
  const place = afterImports(context.root);
  if (place === undefined) return undefined;
  const edits = hoistConstant(creation, place, context) ?? hoistExpression(creation, kind, place, context);
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

/** Moves `const money = new Intl...` unchanged, if nothing else in the file has its name. */
function hoistConstant(creation: Node, place: number, { text, root }: RuleContext): Edit[] | undefined {
  const declarator = creation.parent();
  const name = declarator?.is('variable_declarator') ? declarator.field('name') : null;
  const statement = declarator?.parent();
  if (!declarator || !name?.is('identifier') || !statement?.is('lexical_declaration')) return undefined;
  if (statement.namedChildren().length !== 1 || !statement.parent()?.is('statement_block')) return undefined;
  const binding = bindingOf(name);
  const words = text.match(new RegExp(`\\b${name.text()}\\b`, 'g')) ?? [];
  if (binding?.kind !== 'const' || words.length !== referencesTo(binding).length + 1) return undefined;
  if (!referencesTo(binding).every(isConsulted) || same(statement.parent(), root)) return undefined;
  const lineStart = text.lastIndexOf('\n', startOf(statement)) + 1;
  const lineEnd = text.indexOf('\n', endOf(statement)) + 1;
  if (text.slice(lineStart, lineEnd).trim() !== statement.text()) return undefined;
  return [
    { startPos: place, endPos: place, insertedText: `${separation(place)}${statement.text()}\n` },
    { startPos: lineStart, endPos: lineEnd, insertedText: '' },
  ];
}

/** Names the formatter of `new Intl.NumberFormat(...).format(x)` for its kind. */
function hoistExpression(
  creation: Node,
  kind: string,
  place: number,
  { text }: RuleContext,
): Edit[] | undefined {
  const name = freeName(text, kind.charAt(0).toLowerCase() + kind.slice(1), `hoisted${kind}`);
  if (!name || !isConsulted(creation)) return undefined;
  const constant = `const ${name} = ${creation.text()};`;
  return [
    { startPos: place, endPos: place, insertedText: `${separation(place)}${constant}\n` },
    { startPos: startOf(creation), endPos: endOf(creation), insertedText: name },
  ];
}

/** The code only calls its methods: it does not return, compare or keep it. */
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

/** The start of the module's own code; undefined if a file without imports begins with a directive. */
function afterImports(root: Node): number | undefined {
  const last = nodesOf(root, 'import_statement').at(-1);
  if (!last) return /^(\s|\/\/.*|\/\*[\s\S]*?\*\/)*(['"]|#!)/.test(root.text()) ? undefined : 0;
  const next = last.next();
  return next ? Math.min(startOf(next), endOf(last) + 1) : endOf(last);
}

/** A blank line after the imports; at the top of a file there is nothing to separate from. */
function separation(place: number): string {
  return place === 0 ? '' : '\n';
}
