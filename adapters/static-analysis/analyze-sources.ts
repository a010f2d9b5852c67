import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { StaticFinding } from '#core/performance/findings/static-finding.ts';
import type { RuleHit } from '../ast-grep/find-hits.ts';
import { findHitsInWorkers } from '../ast-grep/find-hits-in-workers.ts';
import { findWithOxlint, type OxlintHit } from '../oxlint/find-with-oxlint.ts';
import { functionsAround, type Place } from './functions-around.ts';
import { withoutRepeats } from './without-repeats.ts';

/** What both analyzers say of source files. */
export interface Analysis {
  /** In order of path and line. */
  readonly findings: readonly StaticFinding[];
  /** Paths of files that cannot be parsed. */
  readonly unparsable: readonly string[];
  /** One sentence for each analyzer that failed. */
  readonly failures: readonly string[];
}

const longest = 1_000;

/** A finding whose function is not known yet. */
interface Found {
  readonly finding: Omit<StaticFinding, 'function'>;
  readonly place: Place;
}

/** Reads the files with our rules and with oxlint, at the same time. One that fails does not keep the other from its findings. */
export async function analyzeSources(files: readonly SourceFile[]): Promise<Analysis> {
  const [ours, theirs] = await Promise.allSettled([findHitsInWorkers(files), findWithOxlint(files)]);
  const { hits, unparsable } = resultOf(theirs) ?? { hits: [], unparsable: [] };
  const found = [...(resultOf(ours) ?? []).map(ofRule), ...hits.map(ofOxlint)];
  const around = functionsAround(
    found.map(({ place }) => place),
    files,
  );
  const findings = found.map(({ finding }, i) => ({ ...finding, function: around[i] ?? null }));
  return {
    findings: withoutRepeats(findings).toSorted(byPlace),
    unparsable,
    failures: [...failureOf('our rules', ours), ...failureOf('oxlint', theirs)],
  };
}

function ofRule({ path, line, rule, message, rewrite }: RuleHit): Found {
  const whyNoFix = 'reason' in rewrite ? rewrite.reason : null;
  return {
    finding: { analyzer: 'ironclaw', rule, path, line, message, whyNoFix },
    place: { path, line },
  };
}

function ofOxlint({ column, ...hit }: OxlintHit): Found {
  return { finding: { analyzer: 'oxlint', ...hit }, place: { path: hit.path, line: hit.line, column } };
}

const resultOf = <Value>(result: PromiseSettledResult<Value>): Value | undefined =>
  result.status === 'fulfilled' ? result.value : undefined;

function failureOf(analyzer: string, result: PromiseSettledResult<unknown>): readonly string[] {
  if (result.status === 'fulfilled') return [];
  const { reason } = result;
  return [
    `${analyzer} failed: ${reason instanceof Error ? reason.message : String(reason)}`.slice(0, longest),
  ];
}

function byPlace(a: StaticFinding, b: StaticFinding): number {
  if (a.path === b.path) return a.line - b.line;
  return a.path < b.path ? -1 : 1;
}
