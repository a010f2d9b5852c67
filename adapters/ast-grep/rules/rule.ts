import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { NamedFunction } from '../named-functions.ts';
import type { Edit, Node } from '../syntax.ts';

/** The function's file, and everything else that a rule may read. */
export interface RuleContext {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** Every file of the snapshot, because types may be declared elsewhere. */
  readonly files: readonly SourceFile[];
}

/** A rewrite that makes a known slow pattern fast and provably keeps the function's behavior. */
export interface Rule {
  /** Never changes: outcomes are counted by this name. */
  readonly name: string;
  /** An imperative sentence: the first line of the commit message. */
  title(functionName: string): string;
  /** Why it is faster, and why the behavior stays the same. */
  readonly rationale: string;
  /** The edits of the whole file, or null if the pattern is absent or anything is in doubt. */
  apply(target: NamedFunction, context: RuleContext): readonly Edit[] | null;
}
