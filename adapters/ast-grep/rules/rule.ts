import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { Edit, Node } from '../syntax.ts';

/** The file, and everything else that a rule may read. */
export interface RuleContext {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** Every file of the snapshot, because types may be declared elsewhere. */
  readonly files: readonly SourceFile[];
}

/** A place that shows the pattern, with the edits of the whole file, or with one sentence why none are written. */
export type Match =
  | { readonly node: Node; readonly edits: readonly Edit[] }
  | { readonly node: Node; readonly reason: string };

/** A known slow pattern. Not every rule can write: one that only suggests has matches without edits. */
export interface Rule {
  /** Never changes: outcomes are counted by this name. */
  readonly name: string;
  /** One sentence about a match: what is there, and why it matters. */
  readonly message: string;
  /** Why a rewrite is faster and keeps the behavior; or why a person has to judge. */
  readonly rationale: string;
  /** One sentence: when the pattern costs nothing that anybody would notice. */
  readonly notWorthIt: string;
  /** Is in the text of every file with a match: other files are not parsed. */
  readonly hint: RegExp;
  /** It matters only where others wait for a response meanwhile: not in commands, migrations and builds. */
  readonly onlyInServices?: true;
  /** The matches in a function or a whole file, in order. Anything in doubt is none, or has no edits. */
  find(within: Node, context: RuleContext): readonly Match[];
}

/** A rule that makes a pattern fast and provably keeps the behavior. */
export interface Rewrite extends Rule {
  /** An imperative sentence: the first line of the commit message. */
  title(functionName: string): string;
}
