import { expect, it } from 'vitest';
import { studentBound } from '#core/numbers/student-t.ts';

// From the printed tables of the distribution.
it.each([
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 3, 3.182],
  [0.99, 4, 4.604],
  [0.95, 5, 2.571],
  [0.998, 10, 4.144],
  [0.95, 60, 2],
  [0.999, 120, 3.373],
])('is, with probability %d and %d degrees of freedom, %d', (confidence, freedom, bound) => {
  expect(studentBound(confidence, freedom)).toBeCloseTo(bound, 2);
});
