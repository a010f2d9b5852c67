import { type Risk, riskTierOf } from '#core/proof/risk.ts';
import type { ChangedFile } from '../patch/apply-patch.ts';
import { withBranches } from './branches.ts';
import { carriedFacts } from './carriers.ts';
import { droppedFacts } from './dropped.ts';
import type { Fact, Rule } from './fact.ts';
import { keptByArguments } from './memory/kept-by-arguments.ts';
import { keptByClosures } from './memory/kept-by-closures.ts';
import { keptByObjects } from './memory/kept-by-objects.ts';
import { longLivedVariables } from './memory/long-lived-variables.ts';
import { builtInMembers } from './rules/built-in-members.ts';
import { disabledChecks } from './rules/disabled-checks.ts';
import { dynamicCode } from './rules/dynamic-code.ts';
import { globals } from './rules/globals.ts';
import { hiddenCharacters } from './rules/hidden-characters.ts';
import { hostSettings } from './rules/host-settings.ts';
import { imports } from './rules/imports.ts';
import { lostErrors } from './rules/lost-errors.ts';
import { memberNames } from './rules/member-names.ts';
import { prototypes } from './rules/prototypes.ts';
import { sharedObjects } from './rules/shared-objects.ts';
import { specialCases } from './rules/special-cases.ts';
import { readSourceModule, type SourceModule } from './source-module.ts';

const rules: readonly Rule[] = [
  imports,
  globals,
  builtInMembers,
  memberNames,
  dynamicCode,
  sharedObjects,
  prototypes,
  hostSettings,
  specialCases,
  disabledChecks,
  hiddenCharacters,
  lostErrors,
  longLivedVariables,
  keptByClosures,
  keptByObjects,
  keptByArguments,
];

/** Characters of a risk's text at most. */
const longest = 200;

/**
 * What in a change could make the sandbox see another behavior than production, or reach further than the function did. Only
 * what the change adds or leaves out counts: what the file does unchanged is production's own.
 *
 * @returns the gravest first: a report holds only so many.
 */
export function findRisks(changes: readonly ChangedFile[]): readonly Risk[] {
  return changes.flatMap((change) => risksOf(change)).toSorted((a, b) => riskTierOf([b]) - riskTierOf([a]));
}

/** A version of a file, and what it does. */
interface Version {
  readonly module: SourceModule;
  readonly facts: readonly Fact[];
}

function risksOf({ path, before, after }: ChangedFile): readonly Risk[] {
  const later = tryToRead(path, after);
  if (later === null) return [{ kind: 'unreadable', what: 'its syntax cannot be examined', path, line: 1 }];
  const earlier = tryToRead(path, before);
  const lineOf = lineFinder(later.module.source);
  return broughtIn(earlier, later).map(({ kind, what, at }) => ({
    kind,
    what: what.length > longest ? `${what.slice(0, longest - 1)}…` : what,
    path,
    line: lineOf(at),
  }));
}

/** Code that ends the parser or a rule, by its depth or by its syntax, is not examined. */
function tryToRead(path: string, source: string): Version | null {
  try {
    const module = readSourceModule(path, source);
    const facts = rules.flatMap((rule) => [...rule(module)]);
    return { module, facts: withBranches([...facts, ...carriedFacts(facts, module)], module) };
  } catch {
    return null;
  }
}

function broughtIn(earlier: Version | null, later: Version): readonly Fact[] {
  if (earlier === null) return later.facts;
  const classes = new Set(
    earlier.module.nodes.map(({ type, id }) => (type === 'ClassDeclaration' ? id?.name : null)),
  );
  const left = new Map<string, number>();
  for (const { identity, isOnce } of earlier.facts)
    left.set(identity, isOnce ? Number.POSITIVE_INFINITY : (left.get(identity) ?? 0) + 1);
  const seen = new Set<string>();
  const added = later.facts.filter(({ identity, isOnce, owner }) => {
    if (owner !== null && !classes.has(owner)) return false;
    const count = left.get(identity) ?? 0;
    left.set(identity, count - 1);
    const isRepeated = isOnce && seen.has(identity);
    seen.add(identity);
    return count <= 0 && !isRepeated;
  });
  return [...added, ...droppedFacts(earlier.module, later.module)];
}

/** Finds the line, from 1 on, of an offset. */
function lineFinder(source: string): (offset: number) => number {
  const starts = [...source.matchAll(/^/gm)].map(({ index }) => index);
  return (offset) => Math.max(1, starts.findLastIndex((start) => start <= offset) + 1);
}
