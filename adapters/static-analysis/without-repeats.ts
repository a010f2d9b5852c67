import type { StaticFinding } from '#core/performance/findings/static-finding.ts';

/** Rules of ours that say the same as a rule of oxlint, and say more of it. */
const ours: Readonly<Record<string, readonly string[]>> = {
  'oxc/no-accumulating-spread': ['spread-reduce-to-array', 'spread-reduce-to-object'],
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
      item.analyzer === 'ironclaw' || !(ours[item.rule] ?? []).some((rule) => known.has(keyOf(rule, item))),
  );
}
