import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { isCommand } from './is-command.ts';
import { functionAround } from './named-functions.ts';
import { isOutOfReach } from './out-of-reach.ts';
import { rules } from './rules/registry.ts';
import type { Match, Rule, RuleContext } from './rules/rule.ts';
import { applyEdits, isSource, isWellFormed, parseSource, startOf } from './syntax.ts';

/** One place in a file that a rule matches. */
export interface RuleHit {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** The function that it is in, as the source names it; null outside of every named function. */
  readonly function: string | null;
  /** The rule's name. */
  readonly rule: string;
  /** One sentence: what is there and why it matters. */
  readonly message: string;
  /** The whole file after the rewrite, or null with the reason why none is written. */
  readonly rewrite: { readonly text: string } | { readonly reason: string };
}

/** In characters. Longer files are bundles or data, which nobody edits. */
const longestFile = 500_000;

/** Every hit of every rule in the files, in order of path and line. A file that cannot be parsed gives none. */
export function findHits(files: readonly SourceFile[]): readonly RuleHit[] {
  return findHitsIn(files, files);
}

/** The hits in some of the files; types may be declared in all of them. */
export function findHitsIn(some: readonly SourceFile[], files: readonly SourceFile[]): readonly RuleHit[] {
  return some.flatMap((file) => hitsOf(file, files)).toSorted(byPlace);
}

/** In order of path and line. */
export function byPlace(a: RuleHit, b: RuleHit): number {
  if (a.path === b.path) return a.line - b.line;
  return a.path < b.path ? -1 : 1;
}

function hitsOf({ path, text }: SourceFile, files: readonly SourceFile[]): readonly RuleHit[] {
  const possible = rules.filter((rule) => rule.hint.test(text) && !(rule.onlyInServices && isCommand(path)));
  if (possible.length === 0 || !isSource(path) || text.length > longestFile) return [];
  const root = parseSource(path, text);
  if (root.has({ rule: { kind: 'ERROR' } })) return [];
  const context: RuleContext = { path, text, root, files };
  return possible.flatMap((rule) => rule.find(root, context).map((match) => asHit(rule, match, context)));
}

function asHit({ name, message }: Rule, match: Match, context: RuleContext): RuleHit {
  const target = functionAround(context.root, startOf(match.node));
  return {
    path: context.path,
    line: match.node.range().start.line + 1,
    function: target?.name ?? null,
    rule: name,
    message,
    rewrite: rewritten(match, target?.node ?? context.root, context),
  };
}

function rewritten(
  match: Match,
  around: RuleContext['root'],
  { path, text }: RuleContext,
): RuleHit['rewrite'] {
  if ('reason' in match) return { reason: match.reason };
  if (isOutOfReach(around)) return { reason: 'The function uses eval, arguments or with.' };
  const after = applyEdits(text, match.edits);
  return isWellFormed(path, after, text)
    ? { text: after }
    : { reason: 'The edited file could not be parsed.' };
}
