import type { Outcome } from '#core/improvements/outcomes/outcome.ts';

/** A fix of a rule that was promoted at `shop`, with the test's own fields. */
export function anOutcome(fields: Partial<Outcome> = {}): Outcome {
  return {
    service: 'shop',
    source: 'rule',
    author: 'find-to-index',
    path: 'src/prices.ts',
    function: 'netPrice',
    finding: 'slow-endpoint',
    decision: 'promoted',
    by: null,
    at: Date.UTC(2026, 5, 1),
    promised: null,
    measured: null,
    ...fields,
  };
}

/** So many of the same. */
export const outcomes = (count: number, fields: Partial<Outcome>): Outcome[] =>
  Array.from({ length: count }, () => anOutcome(fields));
