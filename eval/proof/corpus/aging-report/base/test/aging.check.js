import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agingReport } from '../src/aging.js';

const today = '2026-06-30';
const invoice = (customer, cents, due, paid = 0) => ({ customer, cents, due, paid });

describe('what customers owe', () => {
  it('is current until it is due', () => {
    const [row] = agingReport([invoice('Ada', 10_000, '2026-07-15')], today);
    assert.deepEqual(row, { customer: 'Ada', current: 10_000, month: 0, older: 0, interest: 0 });
  });
  it('has interest once it is overdue', () => {
    const [row] = agingReport([invoice('Ada', 10_000, '2026-06-20')], today);
    assert.deepEqual(row, { customer: 'Ada', current: 0, month: 10_000, older: 0, interest: 100 });
  });
  it('has more interest the longer it is overdue', () => {
    const [row] = agingReport([invoice('Ada', 10_000, '2026-04-15')], today);
    assert.deepEqual(row, { customer: 'Ada', current: 0, month: 0, older: 10_000, interest: 300 });
  });
  it('is what is not paid', () => {
    assert.equal(agingReport([invoice('Ada', 10_000, '2026-07-15', 4_000)], today)[0].current, 6_000);
  });
  it('is added up by customer', () => {
    const rows = agingReport(
      [
        invoice('Ada', 1_000, '2026-07-15'),
        invoice('Bo', 500, '2026-07-15'),
        invoice('Ada', 2_000, '2026-06-29'),
      ],
      today,
    );
    assert.deepEqual(rows, [
      { customer: 'Ada', current: 1_000, month: 2_000, older: 0, interest: 20 },
      { customer: 'Bo', current: 500, month: 0, older: 0, interest: 0 },
    ]);
  });
  it('is listed from the most to the least', () => {
    const rows = agingReport([invoice('Bo', 500, '2026-07-15'), invoice('Ada', 1_000, '2026-07-15')], today);
    assert.deepEqual(
      rows.map(({ customer }) => customer),
      ['Ada', 'Bo'],
    );
  });
  it('is nothing without invoices', () => {
    assert.deepEqual(agingReport([], today), []);
  });
  it('needs dates', () => {
    assert.throws(() => agingReport([invoice('Ada', 1, 'soon')], today), TypeError);
  });
});
