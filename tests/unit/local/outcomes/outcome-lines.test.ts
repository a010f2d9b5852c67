import { expect, it } from 'vitest';
import { outcomeTable } from '#core/improvements/outcomes/outcome-table.ts';
import { outcomeLines } from '#local/outcomes/outcome-lines.ts';
import { anOutcome, outcomes } from '../../../support/outcome.ts';

it('prints the table', () => {
  const gain = { ratio: 4, low: 3, high: 5 };
  const rows = outcomeTable([
    anOutcome({ promised: gain, measured: { ...gain, ratio: 3.5 } }),
    ...outcomes(2, { decision: 'rejected', by: 'calls' }),
  ]);
  const [titles, all, shop] = outcomeLines(rows);
  expect(titles).toMatch(/^service +author +promoted +rolled back +rejected +refused +expected success/);
  expect(all).toMatch(
    /^all +rule find-to-index +1 +0 +2 +0 +63 % \(95 % CI \d\d to \d\d\) +4.00x +3.50x +calls 2$/,
  );
  expect(shop).toMatch(/^shop +rule find-to-index/);
});

it('says "?" where production was not measured, and when nothing has ended', () => {
  expect(outcomeLines(outcomeTable([anOutcome()]))[1]).toMatch(/\? +\?$/);
  expect(outcomeLines([])).toEqual(['No attempt has ended yet.']);
});

it('prints no character that a terminal obeys', () => {
  expect(outcomeLines(outcomeTable([anOutcome({ author: 'a\u001b[2Jb' })])).join('')).not.toContain('\u001b');
});
