import { InvalidInput } from '#core/errors.ts';
import { Manifest } from '#core/service/manifest.ts';
import { type LineProblem, readJson } from './json-document.ts';
import { problemsOf } from './problem-sentences.ts';

/** The longest list that somebody reads. */
const mostProblems = 20;

/** What a repository itself says, where its manifest says nothing. */
export type FoundSettings = Partial<Pick<Manifest, 'branch' | 'directory'>>;

/**
 * Reads an `ironclaw.json`.
 * @param file names it in the error.
 * @throws InvalidInput `service/invalid-manifest` with all its problems, each with its line, below each other and in
 * `data.problems`.
 */
export function readManifest(text: string, file: string, found: FoundSettings = {}): Manifest {
  // Editors on Windows begin a file with a mark that no JSON may have.
  const json = text.replace(/^\uFEFF/, '');
  const { problems, repeated, lineOf } = readJson(json);
  if (problems.length > 0) throw invalid(`${file} is not JSON`, problems);
  const value: unknown = JSON.parse(json);
  const result = Manifest.safeParse(isObject(value) ? { ...found, ...value } : value);
  if (result.success && repeated.length === 0) return result.data;
  const issues = result.error?.issues.flatMap((issue) => problemsOf(issue, Manifest)) ?? [];
  const all = [...repeated, ...issues.map(({ path, message }) => ({ line: lineOf(path), message }))];
  throw invalid(
    `${file} is not valid`,
    all.toSorted((one, other) => one.line - other.line),
  );
}

function invalid(what: string, problems: readonly LineProblem[]): InvalidInput {
  const shown = problems.slice(0, mostProblems).map(({ line, message }) => `line ${line}: ${message}`);
  const more = problems.length - shown.length;
  const lines = more > 0 ? [...shown, `and ${more} more`] : shown;
  return new InvalidInput(`${what}:\n${lines.map((line) => `  ${line}`).join('\n')}`, {
    code: 'service/invalid-manifest',
    data: { problems },
  });
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
