import { expect, test } from 'vitest';
import { samplesInOrder } from '#recorder/samples-in-order.ts';

const profile = {
  nodes: [],
  startTime: 1_000,
  samples: [1, 2, 3, 4],
  timeDeltas: [1_000, -400, 1_800, 1_000],
};

test('a sample that V8 delivers after a later one stands at its time', () => {
  expect(samplesInOrder(profile)).toEqual({
    ...profile,
    samples: [2, 1, 3, 4],
    timeDeltas: [600, 400, 1_400, 1_000],
  });
});

test('samples in their order stay as they are', () => {
  const inOrder = { ...profile, timeDeltas: [1, 2, 3, 4] };
  expect(samplesInOrder(inOrder)).toBe(inOrder);
});
