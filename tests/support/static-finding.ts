import type { StaticFinding } from '#core/performance/findings/static-finding.ts';

/** A suspicious place in `src/prices.ts`, in a function on lines 5 to 9. */
export function aStaticFinding(fields: Partial<StaticFinding> = {}): StaticFinding {
  return {
    analyzer: 'oxlint',
    rule: 'no-await-in-loop',
    path: 'src/prices.ts',
    line: 7,
    function: { name: 'netPrice', from: 5, to: 9 },
    message: 'The waits add up.',
    whyNoFix: 'The order may matter.',
    ...fields,
  };
}
