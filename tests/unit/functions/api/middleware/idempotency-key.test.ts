import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idempotencyKey } from '#functions/api/middleware/idempotency-key.ts';
import { trickyUserIds } from '../../../../support/names.ts';

test('two different pairs of a caller and a key are never kept under the same', () => {
  fc.assert(
    fc.property(trickyUserIds, trickyUserIds, trickyUserIds, trickyUserIds, (a, b, given, other) => {
      fc.pre(a !== b || given !== other);
      expect(idempotencyKey(a, given)).not.toBe(idempotencyKey(b, other));
    }),
    { numRuns: 2_000 },
  );
  expect(idempotencyKey('a', 'b#c')).not.toBe(idempotencyKey('a#b', 'c'));
});

test('what was kept for callers without # and % is found again', () => {
  expect(idempotencyKey('auth0|7', 'key-1')).toBe('auth0|7#key-1');
});
