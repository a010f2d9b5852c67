import { expect, it } from 'vitest';
import { describeInterval } from '#core/improvements/speed-interval.ts';

it.each([
  [{ ratio: 5.71, low: 5.3, high: 6.02 }, '5.71x faster (95 % CI 5.30 to 6.02)'],
  [{ ratio: 0.5, low: 0.4, high: 0.8 }, '2.00x slower (95 % CI 1.25 to 2.50)'],
])('says how much faster or slower: %o', (interval, words) => {
  expect(describeInterval(interval)).toBe(words);
});
