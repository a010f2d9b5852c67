import { posix } from 'node:path';
import type { CodeBase, LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { specifiersOf } from '#adapters/ast-grep/imports.ts';
import { type Node, nodesOf, startOf } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { Part } from './part.ts';

const folders = /(?:^|\/)(?:tests?|specs?|__tests__|e2e)\//;
const names = /[._-](?:tests?|specs?|e2e)\.|^test[._-]/;
export const isTest = (path: string): boolean => folders.test(path) || names.test(posix.basename(path));

const mostFiles = 3;
/** Characters of the tests of one file. */
const longest = 3_000;

/**
 * The tests that run a function: cases that name it, in files that import its file; or else cases that ask for the endpoint.
 * @param route of the endpoint, such as `/prices`.
 */
export function testsOf(
  code: CodeBase,
  { file, target }: LocatedFunction,
  route: string | undefined,
): readonly Part[] {
  const { name } = target;
  const tests = code.files.filter(({ path }) => isTest(path));
  const direct = tests.filter((test) => test.text.includes(name) && imports(code, test, file));
  const byName =
    direct.length > 0 ? direct : tests.filter(({ text }) => name.length > 4 && text.includes(name));
  const found =
    byName.length > 0 ? { files: byName, word: name } : { files: withRoute(tests, route), word: route ?? '' };
  return found.files
    .toSorted((a, b) => a.text.length - b.text.length)
    .slice(0, mostFiles)
    .flatMap((test) => partOf(code, test, found.word));
}

const withRoute = (tests: readonly SourceFile[], route: string | undefined): readonly SourceFile[] =>
  route === undefined || route === '/' ? [] : tests.filter(({ text }) => text.includes(route));

function imports(code: CodeBase, test: SourceFile, file: SourceFile): boolean {
  const root = code.module(test.path)?.root;
  const targets = root ? specifiersOf(root).map((specifier) => code.resolve(specifier, test.path)) : [];
  return targets.some((target) => target.kind === 'file' && target.path === file.path);
}

function partOf(code: CodeBase, { path }: SourceFile, word: string): readonly Part[] {
  const root = code.module(path)?.root;
  const cases = root ? nodesOf(root, 'call_expression').filter(isCase) : [];
  let left = longest;
  const shown = cases
    .filter((one) => one.text().includes(word))
    .toSorted((a, b) => a.text().length - b.text().length)
    .filter((one) => {
      left -= one.text().length;
      return left >= 0;
    })
    .toSorted((a, b) => startOf(a) - startOf(b));
  if (shown.length === 0) return [];
  return [{ name: `tests in ${path}`, text: shown.map((one) => one.text()).join('\n\n'), heat: 0.15 }];
}

/** `it(…)`, `test(…)`, and `it.each(…)(…)`. */
const isCase = (call: Node): boolean =>
  /^(?:it|test)\b(?!\.each\([^)]*\)$)/.test(call.field('function')?.text() ?? '');
