import type { StaticFinding } from '#core/performance/findings/static-finding.ts';

/**
 * The findings up to a number, in their order. Of rules with many, more are left out than of rules with few; what we can
 * fix comes first.
 */
export function evenly(findings: readonly StaticFinding[], most: number): StaticFinding[] {
  const rankOf = new Map<StaticFinding, number>();
  for (const ofRule of Map.groupBy(findings, ({ rule }) => rule).values())
    for (const [rank, finding] of ofRule.toSorted(byFix).entries()) rankOf.set(finding, rank);
  const kept = new Set(
    findings.toSorted((a, b) => (rankOf.get(a) ?? 0) - (rankOf.get(b) ?? 0)).slice(0, most),
  );
  return findings.filter((finding) => kept.has(finding));
}

const byFix = (a: StaticFinding, b: StaticFinding): number =>
  Number(a.whyNoFix !== null) - Number(b.whyNoFix !== null);
