import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { NamedFunction } from '../named-functions.ts';
import type { Edit, Node } from '../syntax.ts';

/** The file that holds the function, and what else the rule may look at. */
export interface RuleContext {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** Every file of the snapshot: types are declared elsewhere. */
  readonly files: readonly SourceFile[];
}

/** A rewrite that makes a known slow pattern fast and is certain to keep what the function does. */
export interface Rule {
  /** Outcomes are counted by it: it never changes. */
  readonly name: string;
  /** An imperative sentence, the commit's first line. */
  title(functionName: string): string;
  /** Why it is faster, and why it does the same. */
  readonly rationale: string;
  /** The edits of the whole file, or null where the pattern is absent or anything is in doubt. */
  apply(target: NamedFunction, context: RuleContext): readonly Edit[] | null;
}
