import type { StaticFinding } from '#core/performance/findings/static-finding.ts';

/** Rules of ours that say the same as a rule of oxlint, and more precisely. */
export const repeats: Readonly<Record<string, readonly string[]>> = {
  'no-await-in-loop': ['await-in-loop', 'query-in-loop'],
  'oxc/no-accumulating-spread': [
    'spread-reduce-to-array',
    'spread-reduce-to-object',
    'spread-to-push',
    'object-spread-in-loop',
  ],
  'unicorn/prefer-array-find': ['filter-to-find'],
  'unicorn/prefer-array-some': ['filter-to-some'],
};

/** Leaves out what oxlint says of a function of which one of our rules says the same. */
export function withoutRepeats(findings: readonly StaticFinding[]): readonly StaticFinding[] {
  const keyOf = (rule: string, { path, function: around }: StaticFinding) =>
    JSON.stringify([rule, path, around?.from]);
  const known = new Set(
    findings.filter(({ analyzer }) => analyzer === 'ironclaw').map((item) => keyOf(item.rule, item)),
  );
  return findings.filter(
    (item) =>
      item.analyzer === 'ironclaw' ||
      !(repeats[item.rule] ?? []).some((rule) => known.has(keyOf(rule, item))),
  );
}
