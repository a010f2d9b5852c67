import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../syntax/parse-program.ts';
import type { SourceModule } from './source-module.ts';

/** Something that a version of a file does. A change brings in the facts that only the later version has. */
export interface Fact {
  readonly kind: RiskKind;
  /** As a person reads it. */
  readonly what: string;
  /** Offset in the source. */
  readonly at: number;
  /** The function that it stands in; empty where that does not matter. */
  readonly place: string;
  /** Facts of both versions with the same identity are the same. */
  readonly identity: string;
  /** Whether one of its kind covers any number: how often the host's time zone is read does not matter. */
  readonly isOnce: boolean;
  /** A class that the earlier version must have, or the fact does not count: what a new class keeps is in its own hands. */
  readonly owner: string | null;
}

/** Finds facts of some kinds in one version of a file. */
export type Rule = (module: SourceModule) => Iterable<Fact>;

/** A fact about a node. Moved to another function, it is another fact. */
export function factAt(
  module: SourceModule,
  node: Shape,
  kind: RiskKind,
  what: string,
  {
    identity = what,
    isOnce = false,
    owner = null,
    isAnywhere = false,
  }: Partial<Fact> & { readonly isAnywhere?: boolean } = {},
): Fact {
  const place = isAnywhere ? '' : module.placeOf(node);
  return { kind, what, at: node.start, place, identity: `${kind}\0${place}\0${identity}`, isOnce, owner };
}
