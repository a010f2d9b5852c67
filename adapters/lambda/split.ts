/*
 * The traffic split of an alias, and how each command of the port `Fleet` changes it. Pure, so that a command whose
 * write was refused can be decided again on the current state.
 */

/** Which versions an alias sends its requests to. Versions are Lambda's numbers. */
export interface Split {
  readonly serving: string;
  readonly canary: { readonly version: string /** Per cent. */; readonly weight: number } | null;
  /** The version that served before the present one was promoted. */
  readonly before: string | null;
  /** Versions that were rolled back, the latest first: no late command gives them traffic again. */
  readonly withdrawn: readonly string[];
}

/** A rollout that is started again may use a version that was rolled back. */
export const launched = (split: Split, version: string): Split => ({
  ...split,
  withdrawn: split.withdrawn.filter((item) => item !== version),
});

/** The baseline stays the alias's version until `promoted`, even at 100 %: a rollback is then one change of weights. */
export function shifted(split: Split, version: string, weight: number): Split {
  if (split.withdrawn.includes(version) || split.serving === version) return split;
  return { ...split, canary: weight > 0 ? { version, weight } : null };
}

export function promoted(split: Split, version: string): Split {
  if (split.withdrawn.includes(version) || split.serving === version) return split;
  return { ...split, serving: version, canary: null, before: split.serving };
}

export function withdrawn(split: Split, version: string): Split {
  const marked = split.withdrawn.includes(version) ? split.withdrawn : [version, ...split.withdrawn];
  if (split.serving === version && split.before !== null)
    return { serving: split.before, canary: null, before: null, withdrawn: marked };
  return {
    ...split,
    canary: split.canary?.version === version ? null : split.canary,
    withdrawn: marked,
  };
}
