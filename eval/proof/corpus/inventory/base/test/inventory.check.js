import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Inventory } from '../src/inventory.js';

const open = () =>
  new Inventory([
    { sku: 'pen', count: 10 },
    { sku: 'desk', count: 2 },
    { sku: 'lamp', count: 0 },
  ]);

describe('an inventory', () => {
  it('has available what it holds', () => {
    assert.equal(open().available('pen'), 10);
    assert.equal(open().available('lamp'), 0);
  });
  it('has nothing of an unknown article', () => {
    assert.equal(open().available('sofa'), 0);
  });
  it('has less available once something is reserved', () => {
    const inventory = open();
    assert.equal(inventory.reserve('o1', [{ sku: 'pen', count: 4 }]), 1);
    assert.equal(inventory.available('pen'), 6);
  });
  it('reserves all lines of an order', () => {
    const inventory = open();
    inventory.reserve('o1', [
      { sku: 'pen', count: 1 },
      { sku: 'desk', count: 2 },
    ]);
    assert.deepEqual(inventory.reservations, [
      { order: 'o1', sku: 'pen', count: 1 },
      { order: 'o1', sku: 'desk', count: 2 },
    ]);
  });
  it('reserves nothing if there is not enough of one line', () => {
    const inventory = open();
    const lines = [
      { sku: 'pen', count: 1 },
      { sku: 'desk', count: 3 },
    ];
    assert.throws(() => inventory.reserve('o1', lines), /not enough desk for order o1/);
    assert.deepEqual(inventory.reservations, []);
  });
  it('adds up what earlier orders reserved', () => {
    const inventory = open();
    inventory.reserve('o1', [{ sku: 'pen', count: 6 }]);
    assert.throws(() => inventory.reserve('o2', [{ sku: 'pen', count: 5 }]), /not enough pen/);
  });
  it('releases an order', () => {
    const inventory = open();
    inventory.reserve('o1', [{ sku: 'pen', count: 4 }]);
    inventory.reserve('o2', [{ sku: 'pen', count: 1 }]);
    assert.equal(inventory.release('o1'), 4);
    assert.equal(inventory.available('pen'), 9);
  });
  it('releases nothing of an unknown order', () => {
    assert.equal(open().release('o9'), 0);
  });
});
