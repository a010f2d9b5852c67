import { expect, test } from 'vitest';
import type { RankedStaticFinding } from '#core/performance/report/rank-static-findings.ts';
import { staticFindingLines } from '#local/report/static-finding-lines.ts';
import { aStaticFinding } from '../../../support/static-finding.ts';

const place: RankedStaticFinding = {
  ...aStaticFinding(),
  measured: { millisecondsPerHour: 900, endpoints: [{ endpoint: 'GET /carts/:id', share: 0.834 }] },
};
const viewOf = (items: RankedStaticFinding[], notListed = 0) => ({
  commit: 'a'.repeat(40),
  files: 1,
  lines: 20,
  leftOut: [],
  failures: [],
  items,
  notListed,
});

test('a measured place is printed with the share of its function, and why there is no fix', () => {
  expect(staticFindingLines(viewOf([place]))).toEqual([
    '',
    'Look at these places, which cost at most the share of their function:',
    '- src/prices.ts:7, 83 % of GET /carts/:id: The waits add up.',
    '  No fix: The order may matter.',
  ]);
});

test('places that were not measured are only counted', () => {
  expect(staticFindingLines(viewOf([{ ...place, measured: null }], 4))).toEqual([
    '? 5 more suspicious places were not measured; GET /improvements/opportunities lists them.',
  ]);
});

test('a service that was never scanned has no such lines', () => {
  expect(staticFindingLines(null)).toEqual([]);
});
