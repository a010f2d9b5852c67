import { stripVTControlCharacters } from 'node:util';

/** How many tests passed and failed, as a test runner prints it at the end. */
export interface ConsoleCounts {
  readonly passed: number;
  readonly failed: number;
}

/** How the usual runners print it: node:test (spec and TAP), Mocha, AVA, Vitest, Jest. */
const summaries: readonly { readonly passed: RegExp; readonly failed: RegExp }[] = [
  { passed: /^(?:ℹ|#) pass (\d+)$/gm, failed: /^(?:ℹ|#) fail (\d+)$/gm },
  { passed: /^[ \t]*(\d+) passing\b/gm, failed: /^[ \t]*(\d+) failing\b/gm },
  { passed: /^[ \t]*(\d+) tests? passed$/gm, failed: /^[ \t]*(\d+) tests? failed$/gm },
  { passed: /^[ \t]*Tests:?[ \t].*?\b(\d+) passed\b/gm, failed: /^[ \t]*Tests:?[ \t].*?\b(\d+) failed\b/gm },
];

/** A summary stands at the end of the output; so many characters are read. */
const longestEnd = 64 * 1024;

/** The counts that stand last in a runner's output, or `null` if it prints none that we can read. */
export function countsIn(output: string): ConsoleCounts | null {
  const plain = stripVTControlCharacters(output.slice(-longestEnd));
  for (const { passed, failed } of summaries) {
    const found = { passed: lastNumber(plain, passed), failed: lastNumber(plain, failed) };
    if (found.passed !== null || found.failed !== null)
      return { passed: found.passed ?? 0, failed: found.failed ?? 0 };
  }
  return null;
}

function lastNumber(text: string, pattern: RegExp): number | null {
  const last = [...text.matchAll(pattern)].at(-1)?.[1];
  return last === undefined ? null : Number(last);
}
