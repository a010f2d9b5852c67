import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { occurrences } from '../src/occurrences.js';

const weekly = { name: 'review', start: 3, every: 7, until: null };
const once = { name: 'launch', start: 10, every: 0, until: null };
const daily = { name: 'stand-up', start: 1, every: 1, until: 5 };
const daysOf = (events, from, to) => [...occurrences(events, from, to)].map(({ day }) => day);

describe('occurrences', () => {
  it('come again and again', () => {
    assert.deepEqual(daysOf([weekly], 1, 20), [3, 10, 17]);
  });
  it('come once', () => {
    assert.deepEqual(daysOf([once], 1, 20), [10]);
  });
  it('end', () => {
    assert.deepEqual(daysOf([daily], 3, 9), [3, 4, 5]);
  });
  it('come day by day', () => {
    assert.deepEqual(
      [...occurrences([weekly, daily], 2, 4)],
      [
        { day: 2, name: 'stand-up' },
        { day: 3, name: 'review' },
        { day: 3, name: 'stand-up' },
        { day: 4, name: 'stand-up' },
      ],
    );
  });
  it('do not come before their start', () => {
    assert.deepEqual(daysOf([weekly], 0, 2), []);
  });
  it('are none without events', () => {
    assert.deepEqual(daysOf([], 1, 5), []);
  });
  it('may be looked for late', () => {
    assert.deepEqual(daysOf([weekly], 9, 12), [10]);
  });
  it('refuse a negative distance', () => {
    assert.throws(() => daysOf([{ ...weekly, every: -1 }], 1, 2), RangeError);
  });
});
