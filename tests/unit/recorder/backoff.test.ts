import { expect, test } from 'vitest';
import { backoff } from '#recorder/backoff.ts';

test('the wait doubles with each failure', () => {
  expect([1, 2, 3, 4].map((failures) => backoff(failures, 1_000, 1))).toEqual([1_000, 2_000, 4_000, 8_000]);
});

test('the wait is at most five minutes', () => {
  expect(backoff(50, 1_000, 1)).toBe(300_000);
});

test('jitter shortens the wait by up to half', () => {
  expect(backoff(1, 1_000, 0)).toBe(500);
  expect(backoff(1, 1_000, 0.5)).toBe(750);
});
