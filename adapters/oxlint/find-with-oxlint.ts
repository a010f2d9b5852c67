import { Unavailable } from '#core/errors.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type OxlintRule, oxlintRules } from './rules.ts';
import { type Remark, runOxlint } from './run-oxlint.ts';

/** A place that one of the rules points at. */
export interface OxlintHit {
  readonly path: string;
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
  readonly whyNoFix: string;
}

export interface OxlintResult {
  readonly hits: readonly OxlintHit[];
  /** Paths of files that oxlint cannot read: they are no JavaScript or TypeScript, or crash it. */
  readonly unparsable: readonly string[];
}

/** A crash costs so many runs that finding its file is worth at most this many. */
const mostRuns = 100;

/**
 * What oxlint's rules find in the files. A file that crashes it is looked for by halves, so that it costs no other file its
 * findings.
 * @throws Unavailable `oxlint/failed`.
 */
export async function findWithOxlint(files: readonly SourceFile[]): Promise<OxlintResult> {
  const results: OxlintResult[] = [];
  const waiting = [files];
  for (let runs = 0; waiting.length > 0; runs += 1) {
    const some = waiting.pop() ?? [];
    const remarks = await runOxlint(some);
    const middle = Math.ceil(some.length / 2);
    if (remarks !== null) results.push(resultOf(remarks, some));
    else if (some.length < 2) results.push({ hits: [], unparsable: some.map(({ path }) => path) });
    else if (runs < mostRuns) waiting.push(some.slice(0, middle), some.slice(middle));
    else throw new Unavailable('oxlint crashes on too many of the files.', { code: 'oxlint/failed' });
  }
  return {
    hits: results.flatMap(({ hits }) => hits),
    unparsable: results.flatMap(({ unparsable }) => unparsable),
  };
}

/** Only our rules are on: whatever else oxlint says is an error that keeps it from reading the file. */
function resultOf(remarks: readonly Remark[], files: readonly SourceFile[]): OxlintResult {
  const hits: OxlintHit[] = [];
  const unparsable = new Set<string>();
  for (const { file, code, labels } of remarks) {
    const path = files[file]?.path;
    const rule = oxlintRules.find((known) => known.code === code);
    const span = labels[0]?.span;
    if (path === undefined) continue;
    if (rule === undefined) unparsable.add(path);
    else if (span !== undefined) hits.push(hitOf(rule, path, span));
  }
  return { hits, unparsable: [...unparsable] };
}

function hitOf(
  { setting, message, whyNoFix }: OxlintRule,
  path: string,
  { line, column }: Pick<OxlintHit, 'line' | 'column'>,
): OxlintHit {
  return { path, line, column, rule: setting, message, whyNoFix };
}
