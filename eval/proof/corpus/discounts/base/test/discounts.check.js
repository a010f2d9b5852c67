import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyDiscounts } from '../src/discounts.js';

const line = (sku, cents, count) => ({ sku, cents, count });
const rules = [
  { sku: 'pen', percent: 10, least: 5 },
  { sku: 'pen', percent: 25, least: 20 },
  { sku: 'desk', percent: 5, least: 1 },
];
const apply = (...lines) => applyDiscounts({ lines }, rules);

describe('discounts', () => {
  it('are given from a number of articles on', () => {
    assert.equal(apply(line('pen', 100, 6)).lines[0].discount, 60);
    assert.equal(apply(line('pen', 100, 4)).lines[0].discount, 0);
  });
  it('are the largest that there is', () => {
    assert.equal(apply(line('pen', 100, 20)).lines[0].discount, 500);
  });
  it('are none without a rule', () => {
    assert.equal(apply(line('lamp', 3_900, 9)).lines[0].discount, 0);
  });
  it('lower the total', () => {
    assert.equal(apply(line('desk', 20_000, 1), line('lamp', 3_000, 1)).total, 22_000);
  });
  it('count all lines of an article', () => {
    const cart = apply(line('pen', 100, 3), line('lamp', 3_000, 1), line('pen', 100, 2));
    assert.deepEqual(
      cart.lines.map(({ discount }) => discount),
      [30, 0, 20],
    );
  });
  it('change the cart', () => {
    const cart = { lines: [line('desk', 1_000, 2)] };
    assert.equal(applyDiscounts(cart, rules), cart);
    assert.deepEqual(cart, { lines: [{ sku: 'desk', cents: 1_000, count: 2, discount: 100 }], total: 1_900 });
  });
  it('are nothing in an empty cart', () => {
    assert.equal(apply().total, 0);
  });
  it('are at most everything', () => {
    const wrong = [{ sku: 'pen', percent: 120, least: 1 }];
    assert.throws(() => applyDiscounts({ lines: [line('pen', 100, 1)] }, wrong), RangeError);
  });
});
