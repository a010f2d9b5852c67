import { expect, it } from 'vitest';
import { outcomeTable } from '#core/improvements/outcomes/outcome-table.ts';
import { anOutcome, outcomes } from '../../../../support/outcome.ts';

const gain = (ratio: number) => ({ ratio, low: ratio / 2, high: ratio * 2 });
const table = outcomeTable([
  anOutcome({ promised: gain(2), measured: gain(8) }),
  anOutcome({ promised: gain(8) }),
  anOutcome({ decision: 'rolled-back' }),
  ...outcomes(2, { decision: 'rejected', by: 'calls' }),
  anOutcome({ decision: 'rejected', by: 'approver', service: 'bank' }),
  anOutcome({ decision: 'refused', source: 'model', author: 'gpt' }),
]);

it('has a row for each author over all services, then for each at each service', () => {
  expect(table.map(({ service, author }) => [service, author])).toEqual([
    [null, 'find-to-index'],
    [null, 'gpt'],
    ['bank', 'find-to-index'],
    ['shop', 'find-to-index'],
    ['shop', 'gpt'],
  ]);
});

it('counts how attempts ended, and what rejected them', () => {
  expect(table[0]).toMatchObject({
    promoted: 2,
    rolledBack: 1,
    rejected: 3,
    refused: 0,
    rejectedBy: { calls: 2, approver: 1 },
  });
  expect(table[1]).toMatchObject({ promoted: 0, refused: 1, success: { expected: 0.5 } });
});

it('has the expected success, with what other services show', () => {
  expect(table[0]?.success.expected).toBeCloseTo((4 + 2) / (5 + 6));
  const others = 6 / (5 + 5);
  expect(table.find(({ service }) => service === 'bank')?.success.expected).toBeCloseTo(
    (6 * others) / (6 + 1),
  );
});

it('has what the benchmark promised beside what production gained, as geometric means', () => {
  expect(table[0]).toMatchObject({ promised: expect.closeTo(4), measured: expect.closeTo(8) });
  expect(table[1]).toMatchObject({ promised: null, measured: null });
});

it('has no row without outcomes', () => {
  expect(outcomeTable([])).toEqual([]);
});
