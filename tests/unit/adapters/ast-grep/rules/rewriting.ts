import { stripTypeScriptTypes } from 'node:module';
import fc, { type Arbitrary } from 'fast-check';
import { expect } from 'vitest';
import { namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import type { Match, Rule } from '#adapters/ast-grep/rules/rule.ts';
import { applyEdits, isWellFormed, parseSource } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/** The file after the rule was applied to its function `subject`, or null if the rule does not apply. */
export function rewrite(
  rule: Rule,
  text: string,
  others: readonly SourceFile[] = [],
  path = 'src/subject.ts',
) {
  const match = matches(rule, text, others, path).find((found) => 'edits' in found);
  if (!match) return null;
  const after = applyEdits(text, match.edits);
  if (!isWellFormed(path, after)) throw new Error(`The rule broke the file:\n${after}`);
  return after;
}

/** What the rule finds in the file's function `subject`. */
export function matches(
  rule: Rule,
  text: string,
  others: readonly SourceFile[] = [],
  path = 'src/subject.ts',
): readonly Match[] {
  if (!rule.hint.test(text)) return [];
  const root = parseSource(path, text);
  const target = namedFunctions(root).find(({ name }) => name === 'subject');
  if (!target) throw new Error('The source has no function named subject.');
  return rule.find(target.node, { path, text, root, files: [{ path, text }, ...others] });
}

/** The source of each place that a rule suggests to look at. */
export function suggested(rule: Rule, text: string, path = 'src/subject.ts'): string[] {
  return matches(rule, text, [], path).map(({ node }) => node.text());
}

/** The file's function `subject`, to be called. */
export function run(text: string): (...given: unknown[]) => unknown {
  const body = stripTypeScriptTypes(text).replace(/^export /gm, '');
  return new Function(`"use strict"; ${body}\nreturn subject;`)();
}

/** Checks that both functions behave the same for any arguments. */
export function expectSameResults(
  before: (...given: unknown[]) => unknown,
  rewritten: (...given: unknown[]) => unknown,
  ...inputs: Arbitrary<unknown>[]
): void {
  fc.assert(
    fc.property(fc.tuple(...inputs), (given) => {
      expect(outcome(rewritten, ...given)).toEqual(outcome(before, ...given));
    }),
    { numRuns: 300 },
  );
}

/** The function's return value or error, in a form that distinguishes `-0`, own `__proto__` and the order of keys. */
export function outcome(subject: (...given: unknown[]) => unknown, ...given: unknown[]): unknown {
  try {
    const value = subject(...given);
    return isPlainObject(value) ? { entries: Object.entries(value) } : { value };
  } catch (error) {
    return { thrown: error instanceof Error ? error.name : error };
  }
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
